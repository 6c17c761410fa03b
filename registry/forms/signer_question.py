"""Asked where the certificate in the file of a signature names another person than the act does."""

from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.safestring import SafeString

from registry.models import Act
from registry.models.act import confirmation_of
from registry.papers.signature_files import SignatureFacts, facts_of

TAKE, KEEP, OTHER_FILE = "take", "keep", "other"
SIGNER = "signer"


class SignerAnswer(LayoutObject):
    """Where the question stands in the form; nothing while nothing is asked."""

    def __init__(self) -> None:
        self.fields = [SIGNER]

    def render(
        self, form: forms.BaseForm, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        if not getattr(form, "asks_signer", False):
            return SafeString("")
        return self.get_rendered_fields(form, context, template_pack, **kwargs)


class SignerQuestionMixin(forms.BaseForm):
    """A form with the file of a signature. An answer is kept with the two names that it is about: it says nothing of
    other ones."""

    asks_signer = False
    #: who signed cannot be corrected here
    keeps_signatory = False

    def add_signer_question(self) -> None:
        self.fields[SIGNER] = forms.ChoiceField(
            label="Кто подписал на самом деле",
            required=False,
            widget=forms.RadioSelect,
            choices=[(TAKE, "Имя из подписи"), (KEEP, "Имя из карточки"), (OTHER_FILE, "Другой файл")],
        )

    def signer_confirmation(
        self,
        cleaned: dict[str, Any],
        *,
        file: str,
        signatory: str,
        act: Act | None = None,
        stored: SignatureFacts | None = None,
    ) -> tuple[str, str]:
        """Who has signed, and what was confirmed about it; to be called when the form is cleaned. `file` and
        `signatory`: names of the fields; `act`: as it was; `stored`: what its file says. What was confirmed of the same
        two names is not asked again."""
        signatory_of_act = act.signatory if act is not None else ""
        name = str(cleaned.get(signatory) or "") if signatory in self.fields else signatory_of_act
        upload = cleaned.get(file)
        certificate = facts_of(upload) if isinstance(upload, UploadedFile) else stored
        if certificate is None or not certificate.names_another_than(name):
            return name, ""
        if act is not None and act.signer_confirmed == confirmation_of(certificate.owner, name):
            return name, act.signer_confirmed
        answer = cleaned.get(SIGNER) or ""
        if answer == TAKE and not self.keeps_signatory:
            return certificate.owner_with_post_of(name)[:300], ""
        if answer == KEEP:
            return name, confirmation_of(certificate.owner, name)
        self._ask(certificate, name, file if answer == OTHER_FILE else SIGNER)
        return name, ""

    def _ask(self, certificate: SignatureFacts, name: str, where: str) -> None:
        self.asks_signer, owner = True, certificate.owner
        ways = [(KEEP, f"Верно и то и другое, оставить: {name}"), (OTHER_FILE, "Файл не тот, приложу другой")]
        if not self.keeps_signatory:
            ways.insert(0, (TAKE, f"Взять имя из подписи: {certificate.owner_with_post_of(name)}"))
        self.fields[SIGNER].choices = ways  # type: ignore[attr-defined]
        question = f"В подписи — {owner}, в карточке документа — {name}. Это верно?"
        if where == SIGNER:
            self.add_error(SIGNER, f"{question} Выберите ответ: без него отметка о подписи не печатается.")
        else:
            self.add_error(where, f"{question} Приложите другой файл подписи.")
