"""Files that wait until the form with which they came has been accepted."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from registry.papers.uploads import kept_path


class KeptUpload(models.Model):
    """A file that came with a form. It is kept before the form is judged and deleted when the form has led on; that of
    a refused form waits for its author.

    It belongs to one page: `address` is the path of the form, `field` the name of its file field.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_uploads", verbose_name="чей файл"
    )
    token = models.CharField("ключ", max_length=64, unique=True)
    address = models.CharField("страница", max_length=500)
    field = models.CharField("поле", max_length=100)
    name = models.CharField("имя файла", max_length=255)
    file = models.FileField("файл", upload_to=kept_path)
    kept_at = models.DateTimeField("получен", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "отложенный файл"
        verbose_name_plural = "отложенные файлы"
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return self.name
