"""Explains refusals of the database with the messages of the model's constraints."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model


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
        except ValidationError as problem:
            raise problem from refusal
        raise
