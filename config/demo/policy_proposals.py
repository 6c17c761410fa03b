"""The coordinator has proposed a stricter policy; the administrator has not decided yet."""

from dateutil.relativedelta import relativedelta

from config.demo.district import DemoDistrict
from registry.actions.policy_proposals import proposal_of, propose_policy
from registry.enums import Role
from registry.models.policy import PolicyRules
from registry.queries.policy import policy_in_force


def propose_changes(district: DemoDistrict) -> None:
    today = district.calendar.today
    policy = policy_in_force(district.municipality, today)
    proposal = proposal_of(policy)
    proposal.valid_from = today.replace(day=1) + relativedelta(months=2)
    proposal.mentee_limit, proposal.final_report_days = 2, 14
    proposal.basis = "протокол совещания кураторов"
    proposal.reason = "Кураторы просят не больше двух наставляемых: на трёх у учителей не хватает времени."
    entries = {field.name: getattr(policy, field.name).all() for field in PolicyRules._meta.local_many_to_many}
    propose_policy(proposal=proposal, entries=entries, by=district.users[Role.COORDINATOR])
