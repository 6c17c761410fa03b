"""What a record has stays in its form, also when it is offered to nobody any more."""

from collections.abc import Collection
from typing import cast

from django import forms
from django.db.models import Model, Q, QuerySet

from registry.forms.choice_fields import choice_field

NO_LONGER_OFFERED = "больше не предлагается"


def keep_chosen(form: forms.BaseForm, name: str, keys: Collection[int | None]) -> frozenset[int]:
    """Adds to a field's choices those of the record's own that are not among them, marked; gives their keys.

    Saving the form as it stands changes nothing then; whoever chooses another loses the old one.
    """
    field = choice_field(form, name, forms.ModelChoiceField)
    own = [pk for pk in keys if pk is not None]
    if not own:
        return frozenset()
    offered = cast("QuerySet[Model]", field.queryset)
    off_offer = frozenset(own) - frozenset(offered.filter(pk__in=own).values_list("pk", flat=True))
    if off_offer:
        every = type(offered)(offered.model).filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=off_offer))
        every.query.select_related = offered.query.select_related
        field.queryset = every.order_by(*offered.query.order_by) if offered.query.order_by else every
        usual_label = field.label_from_instance

        def label(record: Model) -> str:
            label = usual_label(record)
            return f"{label} ({NO_LONGER_OFFERED})" if record.pk in off_offer else label

        vars(field)["label_from_instance"] = label
    return off_offer
