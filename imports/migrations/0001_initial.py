import django.db.models.deletion
import django.utils.timezone
import registry.papers.uploads
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
        ("registry", "0001_squashed"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mentors", "банк наставников"),
                            ("mentees", "база наставляемых"),
                            ("pairs", "список пар"),
                            ("organisations", "перечень организаций"),
                            ("partners", "наставники предприятий"),
                        ],
                        max_length=20,
                        verbose_name="что в файле",
                    ),
                ),
                (
                    "asked_kind",
                    models.CharField(default="auto", max_length=20, verbose_name="что в файле, по словам загрузившего"),
                ),
                ("asked_sheet", models.CharField(blank=True, max_length=100, verbose_name="лист")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("uploaded", "ждёт чтения"),
                            ("mapping", "нужно указать столбцы"),
                            ("draft", "на проверке"),
                            ("committed", "записано"),
                            ("undone", "запись отменена"),
                            ("discarded", "отменено"),
                        ],
                        default="uploaded",
                        max_length=20,
                        verbose_name="состояние",
                    ),
                ),
                ("file", models.FileField(upload_to=registry.papers.uploads.import_path, verbose_name="файл")),
                ("file_name", models.CharField(max_length=255, verbose_name="имя файла")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("upload_key", models.CharField(editable=False, max_length=64, null=True, unique=True)),
                (
                    "layout",
                    models.JSONField(
                        default=dict,
                        help_text="Листы, строка заголовков, колонки, кодировка, итог из файла",
                        verbose_name="как прочитан",
                    ),
                ),
                ("warnings", models.JSONField(default=list, verbose_name="замечания к файлу")),
                ("mapping", models.JSONField(default=dict, verbose_name="что в столбцах, по словам человека")),
                ("corrections", models.JSONField(default=list, verbose_name="исправленные ячейки")),
                (
                    "job",
                    models.CharField(
                        blank=True,
                        choices=[("read", "читаем файл"), ("write", "записываем"), ("undo", "отменяем запись")],
                        max_length=10,
                        verbose_name="в работе",
                    ),
                ),
                ("job_since", models.DateTimeField(blank=True, null=True, verbose_name="в работе с")),
                ("problem", models.CharField(blank=True, max_length=500, verbose_name="что помешало")),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="загружен")),
                ("committed_at", models.DateTimeField(blank=True, null=True, verbose_name="записан")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="запись отменена")),
                (
                    "committed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто записал",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_batches",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Если файл от одной организации",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_batches",
                        to="registry.organisation",
                        verbose_name="организация",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто отменил",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_batches",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто загрузил",
                    ),
                ),
            ],
            options={
                "verbose_name": "загрузка",
                "verbose_name_plural": "загрузки",
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("committed_at__isnull", False), ("status__in", ["committed", "undone"])),
                            models.Q(
                                models.Q(("status__in", ["committed", "undone"]), _negated=True),
                                ("committed_at__isnull", True),
                                ("committed_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="imports_batch_committed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "undone"), ("undone_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "undone"), _negated=True),
                                ("undone_at__isnull", True),
                                ("undone_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="imports_batch_undone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField(verbose_name="порядок")),
                ("sheet", models.CharField(blank=True, max_length=100, verbose_name="лист")),
                ("row", models.PositiveIntegerField(verbose_name="строка")),
                ("part", models.PositiveSmallIntegerField(default=0, verbose_name="часть строки")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "новая"),
                            ("changed", "изменится"),
                            ("unchanged", "без изменений"),
                            ("review", "сомнение"),
                            ("error", "ошибка"),
                            ("off", "не импортировать"),
                        ],
                        max_length=20,
                        verbose_name="что будет",
                    ),
                ),
                ("cells", models.JSONField(default=dict, verbose_name="как в файле")),
                ("record", models.JSONField(default=dict, verbose_name="как понято")),
                ("changes", models.JSONField(default=dict, verbose_name="что изменится")),
                ("warnings", models.JSONField(default=list, verbose_name="замечания")),
                ("errors", models.JSONField(default=list, verbose_name="ошибки")),
                ("doubt", models.CharField(blank=True, max_length=40, verbose_name="сомнение")),
                ("candidates", models.JSONField(default=list, verbose_name="кто это может быть")),
                ("decision", models.JSONField(default=dict, verbose_name="решение человека")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="правка")),
                ("name_key", models.CharField(default="", editable=False, max_length=300)),
                ("organisation_key", models.CharField(default="", editable=False, max_length=300)),
                ("target_id", models.BigIntegerField(blank=True, null=True, verbose_name="запись")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="imports.importbatch",
                        verbose_name="загрузка",
                    ),
                ),
            ],
            options={
                "verbose_name": "строка загрузки",
                "verbose_name_plural": "строки загрузки",
                "ordering": ["batch", "position"],
                "indexes": [models.Index(fields=["batch", "status", "doubt", "position"], name="imports_row_doubt")],
                "constraints": [models.UniqueConstraint(fields=("batch", "position"), name="imports_row_position")],
            },
        ),
        migrations.CreateModel(
            name="ImportedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.BigIntegerField(verbose_name="запись")),
                ("created", models.BooleanField(verbose_name="создана")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="imports.importbatch",
                        verbose_name="загрузка",
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                        verbose_name="вид записи",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="imports.importrow",
                        verbose_name="строка",
                    ),
                ),
            ],
            options={
                "verbose_name": "записанное загрузкой",
                "verbose_name_plural": "записанное загрузками",
                "ordering": ["batch", "pk"],
                "indexes": [models.Index(fields=["content_type", "object_id"], name="imports_record_of")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "content_type", "object_id", "row"), name="imports_record_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headings_key", models.CharField(editable=False, max_length=64)),
                ("headings", models.JSONField(verbose_name="заголовки")),
                ("mapping", models.JSONField(verbose_name="что в столбцах")),
                ("remembered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="когда")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_mappings",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
                (
                    "remembered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="кто указал",
                    ),
                ),
            ],
            options={
                "verbose_name": "запомненные столбцы",
                "verbose_name_plural": "запомненные столбцы",
                "ordering": ["-remembered_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "headings_key"), name="imports_column_mapping_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HeadingSynonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "heading",
                    models.CharField(
                        help_text="Как его пишут в таблицах", max_length=90, verbose_name="заголовок столбца"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=120)),
                ("field", models.CharField(max_length=40, verbose_name="что это")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heading_synonyms",
                        to="registry.municipality",
                        verbose_name="муниципалитет",
                    ),
                ),
            ],
            options={
                "verbose_name": "заголовок",
                "verbose_name_plural": "словарь заголовков",
                "ordering": ["heading"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "key"),
                        name="imports_heading_synonym_once",
                        violation_error_message="Такой заголовок уже есть в словаре.",
                    )
                ],
            },
        ),
    ]
