"""What the database refuses, in the words of the model's rules."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model


@contextmanager
def explained_refusal(record: Model) -> Iterator[None]:
    """A write of the record, taken back when it is refused: two requests at one moment both found nothing against it.

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
