"""What an order is offered to rest on: the acts of the rules that hold on its day, or what the last order cites."""

from datetime import date

from registry.models import Organisation
from registry.policies.rules_in_force import RulesInForce
from registry.queries.policy import NoPolicy
from registry.queries.rules import rules_in_force
from reports.documents.act_citation import ground_in_instrumental, names_ground
from reports.models import IssuedDocument
from reports.queries import acts_of_rules_cited_by, last_document_of

#: the kind of its documents
PAIRING_ORDER = "pairing_order"


def grounds_of(rules: RulesInForce, organisation: Organisation) -> str:
    """«приказом … от 25.08.2026 № 118 «О …»»: what the rules rest on, the organisation's own first; nothing of a
    municipality that is not its founder. Words stand in for an act that is not in the register."""
    return ", ".join(map(ground_in_instrumental, rules.grounds_for(organisation)))


def offered_grounds(organisation: Organisation, on: date) -> str:
    """The ground of the last order, or the acts of the rules of the day where these are not those that it cites."""
    last = last_document_of(PAIRING_ORDER, organisation)
    grounds = last.payload.get("grounds", "") if last else ""
    try:
        policy = rules_in_force(organisation, on)
    except NoPolicy:
        return grounds
    renewed = not grounds or last is None or _rests_on_other_acts(last, grounds, policy, organisation)
    return (grounds_of(policy, organisation) or grounds) if renewed else grounds


def _rests_on_other_acts(last: IssuedDocument, grounds: str, rules: RulesInForce, organisation: Organisation) -> bool:
    """Whether the rules have begun since the last order, or rest on other acts than those that it cites. What
    was typed instead of any act of the rules stays under the same rules."""
    acts = rules.acts_for(organisation)
    cited = acts_of_rules_cited_by(last)
    uncited = [ground for ground in rules.grounds_for(organisation) if not names_ground(grounds, ground)]
    return last.dated < rules.valid_from or bool(cited and uncited) or any(act not in acts for act in cited)
