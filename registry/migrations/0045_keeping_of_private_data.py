"""Terms of keeping in the rules, and what a card says of them."""

import datetime
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0044_log_of_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicallocalrules",
            name="keep_after_pair_months",
            field=models.PositiveSmallIntegerField(
                default=36,
                help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения после последней пары, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="keep_uploads_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="загруженные таблицы, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicallocalrules",
            name="keep_without_pair_months",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения наставника или наставляемого, который не был в парах, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="depersonalised_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="обезличена"),
        ),
        migrations.AddField(
            model_name="historicalperson",
            name="keep_until",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="личные сведения оставлены до"),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="keep_after_pair_months",
            field=models.PositiveSmallIntegerField(
                default=36,
                help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения после последней пары, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="keep_uploads_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="загруженные таблицы, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicy",
            name="keep_without_pair_months",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения наставника или наставляемого, который не был в парах, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="keep_after_pair_months",
            field=models.PositiveSmallIntegerField(
                default=36,
                help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения после последней пары, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="keep_uploads_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="загруженные таблицы, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="historicalpolicyproposal",
            name="keep_without_pair_months",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения наставника или наставляемого, который не был в парах, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="keep_after_pair_months",
            field=models.PositiveSmallIntegerField(
                default=36,
                help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения после последней пары, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="keep_uploads_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="загруженные таблицы, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="localrules",
            name="keep_without_pair_months",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения наставника или наставляемого, который не был в парах, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="depersonalised_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="обезличена"),
        ),
        migrations.AddField(
            model_name="person",
            name="keep_until",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="личные сведения оставлены до"),
        ),
        migrations.AddField(
            model_name="policy",
            name="keep_after_pair_months",
            field=models.PositiveSmallIntegerField(
                default=36,
                help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения после последней пары, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="keep_uploads_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="загруженные таблицы, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="keep_without_pair_months",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения наставника или наставляемого, который не был в парах, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="keep_after_pair_months",
            field=models.PositiveSmallIntegerField(
                default=36,
                help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения после последней пары, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="keep_uploads_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="загруженные таблицы, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policypreset",
            name="keep_without_pair_months",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения наставника или наставляемого, который не был в парах, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="keep_after_pair_months",
            field=models.PositiveSmallIntegerField(
                default=36,
                help_text="Срок портала, меняется в политике. Когда он выйдет, портал предложит обезличить карточку",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения после последней пары, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="keep_uploads_months",
            field=models.PositiveSmallIntegerField(
                default=12,
                help_text="Срок портала, меняется в политике. Потом портал сам удаляет файл и содержание его строк",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="загруженные таблицы, месяцев",
            ),
        ),
        migrations.AddField(
            model_name="policyproposal",
            name="keep_without_pair_months",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Срок портала, меняется в политике. Считается со дня включения в базу",
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(600)],
                verbose_name="личные сведения наставника или наставляемого, который не был в парах, месяцев",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("depersonalised_on__isnull", True),
                    models.Q(
                        ("depersonalised_on__gte", datetime.date(1990, 1, 1)),
                        ("depersonalised_on__lte", datetime.date(2099, 12, 31)),
                    ),
                    _connector="OR",
                ),
                name="registry_person_depersonalised_on_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("keep_until__isnull", True),
                    models.Q(
                        ("keep_until__gte", datetime.date(1990, 1, 1)), ("keep_until__lte", datetime.date(2099, 12, 31))
                    ),
                    _connector="OR",
                ),
                name="registry_person_keep_until_plausible",
                violation_error_message="Проверьте год: здесь бывают даты с 1990 по 2099 год.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("depersonalised_on__isnull", True), ("archived_on__isnull", False), _connector="OR"
                ),
                name="registry_person_depersonalised_is_archived",
                violation_error_message="Обезличенная карточка остаётся в архиве.",
            ),
        ),
    ]
