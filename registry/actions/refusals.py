"""Explains refusals of the database: with the messages of the model's constraints, or with what rooms say of dates."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from registry.extension_points import describe_act_refusal


class LinkedRefusal(ValidationError):
    """`links`: {message: address of what it speaks of}. `several_links`: {message: (name, address) of each record that
    it speaks of}."""

    def __init__(
        self,
        refusals: dict[str, list[str]] | list[str],
        links: dict[str, str],
        several_links: dict[str, list[tuple[str, str]]] | None = None,
    ) -> None:
        super().__init__(refusals)
        self.links = links
        self.several_links = several_links or {}


def links_of(refusal: ValidationError, prefix: str = "") -> dict[str, str]:
    """The links of the messages as they are when each is told after the prefix."""
    links: dict[str, str] = getattr(refusal, "links", {})
    return {f"{prefix}{message}": address for message, address in links.items()}


def several_links_of(refusal: ValidationError, prefix: str = "") -> dict[str, list[tuple[str, str]]]:
    """The same of links to several records."""
    links: dict[str, list[tuple[str, str]]] = getattr(refusal, "several_links", {})
    return {f"{prefix}{message}": records for message, records in links.items()}


@contextmanager
def explained_refusal(record: Model) -> Iterator[None]:
    """Undoes a refused write of the record: two requests at one moment may both pass the validation.

    Raises ValidationError with the message of the constraint that the other request has made true meanwhile.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refusal:
        try:
            record.validate_unique()
            record.validate_constraints()
        except ValidationError as error:
            raise error from refusal
        raise


@contextmanager
def explained_dates(field: str = "") -> Iterator[None]:
    """Turns a refusal of the database about acts and dates inside the block into a ValidationError beside the field, or
    of the whole when no field is named: somebody else may have moved a date since it was looked at."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if explanation := describe_act_refusal(error):
            raise ValidationError({field: explanation} if field else explanation) from error
        raise
