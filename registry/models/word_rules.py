"""Own words for the people, the programme and the entries of dictionaries (requirements A16-14): part of the rules of
every level."""

from django.db import models

from registry.models.dictionary import Form, Kind, RoleModel

#: What papers and pages say while a municipality has no words of its own.
MENTOR_TERM = "наставник"
MENTEE_TERM = "наставляемый"
USUAL_TERMS = {"mentor": MENTOR_TERM, "mentee": MENTEE_TERM}
PROGRAMME_TERM = "персонализированная программа наставничества"


class WordRules(models.Model):
    mentor_term = models.CharField("как называть наставника", max_length=100, default=MENTOR_TERM)
    mentee_term = models.CharField("как называть наставляемого", max_length=100, default=MENTEE_TERM)
    programme_term = models.CharField("как называть программу", max_length=150, default=PROGRAMME_TERM)
    form_labels = models.JSONField("свои названия форм", default=dict, blank=True)
    role_model_labels = models.JSONField("свои названия ролевых моделей", default=dict, blank=True)
    kind_labels = models.JSONField("свои названия видов", default=dict, blank=True)

    class Meta:
        abstract = True

    def form_label(self, form: Form) -> str:
        """The municipality's own name of a form: «учитель – учитель» for «педагог – педагог»."""
        return self.form_labels.get(form.code, form.title)

    def role_model_label(self, model: RoleModel) -> str:
        return self.role_model_labels.get(model.code, model.title)

    def kind_label(self, kind: Kind) -> str:
        return self.kind_labels.get(kind.code, kind.title)
