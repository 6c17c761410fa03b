"""Names that look alike, kept apart by the database (ADR 40)."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, cast

from django.db import models
from django.db.models import Q, signals

from registry.papers.numbers import is_without_number
from russian.name_key import MARK, name_key, number_key


class NameKeyField(models.CharField):
    """The folded key of the fields that name a record, made whenever the record is written."""

    def __init__(self, *args: Any, of: Iterable[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        kwargs.setdefault("max_length", 330)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            signals.pre_save.connect(self._before_raw, sender=cls)

    def _before_raw(self, instance: models.Model, raw: bool, **_: Any) -> None:
        """Reference data is loaded past `pre_save`."""
        if raw:
            self.pre_save(instance, add=True)

    def key_of(self, record: models.Model) -> str:
        return "/".join(name_key(getattr(record, part) or "") for part in self.of)[:300]

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Whoever bears the mark of a twin keeps it until the name becomes another."""
        key = self.key_of(model_instance)
        if getattr(model_instance, self.attname) != marked(key, model_instance.pk):
            setattr(model_instance, self.attname, key)
        return getattr(model_instance, self.attname)


class NumberKeyField(NameKeyField):
    """The folded key of the number of a paper."""

    def key_of(self, record: models.Model) -> str:
        return "/".join(key_of_number(getattr(record, part) or "") for part in self.of)[:300]


class UnnumberedKeyField(NameKeyField):
    """What tells papers without a number apart, the folded rest of `of`; empty for one with a number, of which its
    number tells enough. `of`: the field of the number first."""

    def key_of(self, record: models.Model) -> str:
        number, *rest = (getattr(record, part) or "" for part in self.of)
        return "/".join(map(name_key, rest))[:300] if is_without_number(number) else ""


def key_of_number(number: str) -> str:
    """`number_key`; one for «б/н», «б. н.» and «без номера»."""
    return number_key("б/н" if is_without_number(number) else number)


def marked(key: str, pk: int | None) -> str:
    return f"{key}{MARK}{pk}"


class NamedOnce(models.Model):
    """A record with a `name_key` that is unique among those of one owner."""

    #: the field that bears the name, and the fields that tell the owner
    named_by: ClassVar[str] = "title"
    unique_within: ClassVar[tuple[str, ...]] = ("municipality",)

    class Meta:
        abstract = True

    def twin(self) -> Self | None:
        """Another record whose name looks like this one's; those that looked alike before are let be."""
        key_field = cast("NameKeyField", self._meta.get_field("name_key"))
        key, stored = key_field.key_of(self), getattr(self, key_field.attname)
        if stored == marked(key, self.pk):
            return None
        alike = Q(name_key=key) if stored == key else Q(name_key=key) | Q(name_key__startswith=f"{key}{MARK}")
        owner = {owner: getattr(self, f"{owner}_id") for owner in self.unique_within}
        return type(self)._default_manager.filter(alike, **owner).exclude(pk=self.pk).order_by("pk").first()
