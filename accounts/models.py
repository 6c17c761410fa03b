"""Who signs in. Roles are not here: they have a scope and live where the scope lives (registry)."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.email_addresses import follow_address, make_address_of_new


class UserManager(BaseUserManager["User"]):
    """Makes users whose login is an e-mail address."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("Укажите адрес электронной почты.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    username = None  # type: ignore[assignment]
    email = models.EmailField("электронная почта", unique=True)
    last_name = models.CharField("фамилия", max_length=100, blank=True)
    first_name = models.CharField("имя", max_length=100, blank=True)
    middle_name = models.CharField("отчество", max_length=100, blank=True)

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"
        ordering = ["last_name", "first_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_any_case",
                violation_error_message="Пользователь с таким адресом уже есть.",
            ),
            models.CheckConstraint(
                condition=~Q(email=""),
                name="accounts_user_email_given",
                violation_error_message="Укажите адрес электронной почты: с ним человек входит.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the proved address (`EmailAddress`) in step, however the account is made or changed."""
        fields = kwargs.get("update_fields")
        if fields is not None and "email" not in fields:
            super().save(*args, **kwargs)
            return
        self.email = self.email.lower()
        is_new = self._state.adding
        with transaction.atomic(using=kwargs.get("using")):
            super().save(*args, **kwargs)
            make_address_of_new(self) if is_new else follow_address(self)

    def get_full_name(self) -> str:
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part) or self.email

    @property
    def short_name(self) -> str:
        """«Лагунова О. В.», or the address while the name is unknown."""
        if not self.last_name:
            return self.email
        initials = "\u00a0".join(f"{part[0]}." for part in (self.first_name, self.middle_name) if part)
        return f"{self.last_name}\u00a0{initials}".strip()


class CacheEntry(models.Model):
    """A row of the cache that all processes share, where no Redis is set: counts of attempts, used codes.

    Django's cache of the database reads and writes it; as a model it is made and migrated like every other table.
    """

    cache_key = models.CharField("ключ", max_length=255, primary_key=True)
    value = models.TextField("значение")
    expires = models.DateTimeField("действует до", db_index=True)

    class Meta:
        verbose_name = "запись общей памяти"
        verbose_name_plural = "записи общей памяти"

    def __str__(self) -> str:
        return self.cache_key
