"""The mark of an electronic signature (63-ФЗ; ГОСТ Р 7.0.97-2025): printed while a file of the signature is kept whose
certificate names who has signed the act, or of which somebody has said that it may name another.

What the file does not say is left out of the mark: nothing in it comes from people or from the portal.
"""

from registry.enums import ActKind
from registry.models import Act
from registry.papers.signature_files import SignatureFacts
from russian import typography

SIGNED = "подписан электронной подписью"
_SIGNED_NEUTER = "подписано электронной подписью"
#: what the stamp of another paper calls the act that was signed
_SIGNED_ACTS = {
    ActKind.ORDER: f"Приказ {SIGNED}",
    ActKind.DIRECTIVE: f"Распоряжение {_SIGNED_NEUTER}",
    ActKind.RESOLUTION: f"Постановление {_SIGNED_NEUTER}",
    ActKind.MINUTES: f"Протокол {SIGNED}",
}


def mark_of_document(act: Act) -> list[str]:
    """Lines of the mark on the copy of the act itself; none where no file of its signature is kept."""
    certificate = _facts_for_mark(act)
    return [f"Документ {SIGNED}", *_certificate(certificate)] if certificate is not None else []


def mark_in_stamp(act: Act) -> list[str]:
    """The same in the stamp of a paper that the act approves: it says that the act was signed, not the paper."""
    certificate = _facts_for_mark(act)
    title = _SIGNED_ACTS.get(ActKind(act.kind), f"Документ {SIGNED}")
    return [title, *_certificate(certificate)] if certificate is not None else []


def _facts_for_mark(act: Act) -> SignatureFacts | None:
    certificate = act.signature_facts
    return None if act.is_signer_doubtful(certificate) else certificate


def _certificate(certificate: SignatureFacts) -> list[str]:
    lines = [f"Сертификат {certificate.number}"] if certificate.number else []
    if certificate.owner:
        lines.append(f"Владелец {typography.russian_quotes(certificate.owner)}")
    if certificate.valid_from and certificate.valid_to:
        first, last = (typography.date_in_figures(day) for day in (certificate.valid_from, certificate.valid_to))
        lines.append(f"Действителен с{typography.NBSP}{first} по{typography.NBSP}{last}")
    return lines
