"""What a paper is: a frozen payload, a template, a list of what is missing, a file name."""

import hashlib
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NotRequired, TypedDict

from reports import rendering
from russian import typography
from russian.declension import split_full_name


class Verification(TypedDict):
    """Where anybody can check that the paper is real; appears only in issued papers."""

    code: str
    url: str


class OrganisationHead(TypedDict):
    """The upper part of a form (бланк)."""

    founder: NotRequired[str]
    full_name: str
    short_name: str
    place: str


class Someone(TypedDict):
    """A person as a paper prints them: full name in the nominative and post (or class)."""

    name: str
    post: str


@dataclass(frozen=True)
class Gap:
    """What is missing in a paper. A gap that `blocks` must be filled before the paper is issued."""

    field: str
    message: str
    blocks: bool = False


class Paper(ABC):
    """One kind of paper. Stateless: everything that differs between two papers is in the payload."""

    code: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str]

    @abstractmethod
    def gaps(self, payload: Mapping[str, Any]) -> list[Gap]:
        """Everything that would print as a visible blank, and what forbids issuing."""

    @abstractmethod
    def file_name(self, payload: Mapping[str, Any]) -> str:
        """The name under which the PDF is downloaded."""

    @staticmethod
    def fingerprint(payload: Mapping[str, Any]) -> str:
        """The same for the same payload: tells whether what was checked is what is issued."""
        canonical = json.dumps(payload, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def context(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Values that the template shows but that follow from the payload."""
        return {}

    def left_margin_mm(self, payload: Mapping[str, Any]) -> int:
        return rendering.LEFT_MARGIN_MM

    def render(self, payload: Mapping[str, Any], *, draft: bool) -> bytes:
        """The PDF. A draft says «ПРОЕКТ» on every sheet and carries no verification code."""
        context = {
            "paper": payload,
            "document_title": self.file_name(payload).removesuffix(".pdf"),
            "author": payload.get("issuer", ""),
            "draft": draft,
            "verification": None if draft else payload.get("verification"),
            **self.context(payload),
        }
        return rendering.render_pdf(self.template, context, left_margin_mm=self.left_margin_mm(payload))


def signature_initials(full_name: str) -> str:
    """«Лагунова Ольга Викторовна» → «О. В. Лагунова»; an empty name stays empty."""
    return typography.initials_before(*split_full_name(full_name)) if full_name.strip() else ""


def safe_file_name(text: str) -> str:
    """A name every file system accepts: «135/1» becomes «135-1»."""
    cleaned = re.sub(r'[\\/:*?"<>|«»\u00a0\s]+', " ", text.replace("/", "-")).strip(" .")
    return f"{cleaned[:150]}.pdf"
