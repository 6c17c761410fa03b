"""The table of every address: how it is made and what each person gets there. Read by tests/test_every_address.py."""

from dataclasses import dataclass

from registry.enums import Role

#: a role that gets at every address what another gets: it has no letter of its own
SAME_AS = {Role.PSYCHOLOGICAL.value: Role.REGIONAL.value}
#: people with a role in the school or over it, one for every other role in the order of `Role`
INSIDE = tuple(role for role in Role.values if role not in SAME_AS)
#: people with the same rights elsewhere; nothing of the school may reach them
ELSEWHERE = ("neighbour", "foreign_curator", "foreign_coordinator", "foreign_admin", "nobody")
PEOPLE = ("anonymous", *INSIDE, *ELSEWHERE)
ANSWERS = {"2": 200, "R": 302, "3": 403, "4": 404, "L": "login"}

# One letter for each of PEOPLE in their order: anonymous, those inside, those elsewhere. 2 is the page, R a way on,
# 3 no right (403), 4 nothing there for this person (404), L to the sign-in. Arguments name things of every_thing.py.
TABLE = """
# portal
GET  home                                                                    L 222222222 22222
GET  root                                                                    L RRRRRRRRR RRRRR
GET  healthz                                                                 2 222222222 22222
GET  healthz_live                                                            2 222222222 22222
GET  healthz_ready                                                           2 222222222 22222
# accounts
GET  accounts:sessions                                                       L 222222222 22222
POST accounts:sign_out_everywhere                                            L LLLLLLLLL LLLLL
# worklist
GET  worklist:count                                                          L 222222222 22222
GET  worklist:remind_all                                                     L 223333333 33223
GET  worklist:remind                          organisation_pk=school         L 224333344 44444
GET  worklist:search                                                         L 222222222 22223
# registry
GET  registry:organisations                                                  L 222222233 22223
GET  registry:organisation_add                                               L 223333333 33223
GET  registry:mentors                                                        L 223222233 22223
GET  registry:mentor_add                                                     L 233222333 22323
GET  registry:candidates                                                     L 223222233 22223
POST registry:candidate_propose           pk=mentor                          L R34RRR344 44444
GET  registry:mentees                                                        L 223222233 22223
GET  registry:mentee_add                                                     L 233222333 22323
GET  registry:curators                                                       L 223222233 22223
GET  registry:curator_add                                                    L 233332333 23323
GET  registry:duplicates                                                     L 223222333 22223
GET  registry:view_log                                                       L 223332333 23223
GET  registry:settings                                                       L 223333333 33223
GET  registry:dictionaries                                                   L 223333333 33223
GET  imports:headings                                                        L 223333333 33223
POST imports:heading_delete               pk=heading                         L RR3333333 33443
GET  registry:policy                                                         L 223333333 33223
GET  registry:policy_presets                                                 L 223333333 33223
GET  registry:policy_adopt                                                   L 233333333 33323
GET  registry:proposals                                                      L 223333333 33223
GET  registry:proposal_add                                                   L 323333333 33233
GET  registry:proposal                    pk=proposal                        L 223333333 33443
GET  registry:proposal_edit               pk=proposal                        L 323333333 33443
POST registry:proposal_withdraw           pk=proposal                        L 3R3333333 33443
GET  registry:access                                                         L 223333333 33223
GET  registry:invitations                                                    L 223333333 33223
GET  registry:invite                                                         L 223333333 33223
GET  registry:organisation                pk=school                          L 222222233 44443
GET  registry:rules_of_organisation       pk=school                          L 222222233 44443
GET  registry:own_rules_add               pk=school                          L 233332344 44444
GET  registry:local_rules                 pk=own_rules                       L 222222233 44443
GET  registry:local_rules_choice          pk=own_rules                       L 233332333 44443
GET  registry:local_rules_edit            pk=own_rules                       L 233332333 44443
GET  registry:local_rules_act             pk=own_rules                       L 233332333 44443
GET  registry:levels                                                         L 223333333 33223
GET  registry:level_choice                                                   L 233333333 33323
GET  registry:region_rules_add                                               L 333333333 33333
GET  registry:kind_rules_add              pk=municipality kind=preschool     L 233333333 33343
GET  registry:organisation_edit           pk=school                          L 223222344 44444
GET  registry:organisation_archive        pk=school                          L 223333344 44444
GET  registry:classes                     pk=school                          L 223222244 44444
GET  registry:class_move                  pk=school move_pk=class_move       L 223222244 44444
POST registry:class_move_finish           pk=school move_pk=class_move       L R33RRR344 44444
GET  registry:mentor_edit                 pk=mentor                          L 234222344 44444
GET  registry:mentor_exclude              pk=mentor                          L 234222344 44444
GET  registry:mentor_return               pk=mentor                          L 234222344 44444
GET  registry:person_mentor_add           person_pk=colleague                L 234222344 44444
GET  registry:mentee_edit                 pk=mentee                          L 234222344 44444
GET  registry:mentee_exclude              pk=mentee                          L 234222344 44444
GET  registry:mentee_return               pk=mentee                          L 234222344 44444
GET  registry:person_mentee_add           person_pk=colleague                L 234222344 44444
GET  registry:curator_edit                pk=curator                         L 234332344 44444
GET  registry:curator_dismiss             pk=curator                         L 234332344 44444
POST registry:curator_confirm             pk=curator                         L RR4RRR344 44444
GET  registry:person                      pk=person                          L 223222224 44443
GET  registry:person_edit                 pk=person                          L 234222334 44444
GET  registry:person_archive              pk=person                          L 234222334 44444
GET  registry:person_file                 pk=person                          L 234332334 44444
GET  registry:person_depersonalise        pk=person                          L 234333334 44444
GET  registry:person_keep                 pk=person                          L 234333334 44444
GET  mentoring:kept_people                                                   L 233333333 33323
GET  registry:processing_register         pk=municipality                    L 223333333 33443
GET  registry:person_transfer             pk=person                          L 224222334 44444
GET  registry:person_transfer_correct     pk=person                          L 224333334 44444
GET  registry:former_names                pk=person                          L 234222334 44444
GET  registry:former_name_remove          pk=person name_pk=former_name       L 234222334 44444
GET  registry:merge_with                  pk=person                          L 224222334 44444
GET  registry:merge                       pk=person other_pk=colleague       L 224222334 44444
GET  registry:merge_check                 pk=person other_pk=colleague       L RR4RRR334 44444
POST registry:merge_distinct              pk=person other_pk=colleague       L RR4RRR334 44444
GET  registry:merge_record                pk=merge                           L 224222244 44444
GET  registry:merge_undo                  pk=merge                           L 224222344 44444
GET  registry:person_curator_add          person_pk=person                   L 234332334 44444
GET  registry:consent_add                 person_pk=person                   L 234222334 44444
GET  registry:consent_withdraw            pk=consent                         L 234222334 44444
GET  registry:consent_scan                pk=consent                         L 234222334 44444
GET  registry:acts                                                           L 223222233 22223
GET  registry:act_add                                                        L 233232333 22323
GET  registry:act                         pk=act                             L 223222233 44443
GET  registry:act_edit                    pk=paper_act                       L 233232333 44443
GET  registry:act_cancel                  pk=paper_act                       L 233232333 44443
GET  registry:act_cancellation_withdraw   pk=paper_act                       L R33R3R333 44443
GET  registry:act_remove                  pk=paper_act                       L 233232333 44443
GET  registry:acts_removed                                                   L 223222233 22223
GET  registry:act_signature               pk=paper_act                       L 223222233 44443
GET  registry:act_scan                    pk=act                             L 223222233 44443
GET  registry:act_scan_add                pk=act                             L 233232333 44443
GET  registry:municipality_add                                               L 333333333 33333
GET  registry:region_respell                                                 L 333333333 33333
GET  registry:municipality_edit           pk=municipality                    L 233333333 33443
GET  registry:dictionary                  code=forms                         L 223333333 33223
GET  registry:calendar_day_add                                               L 333333333 33333
POST registry:calendar_day_remove         pk=form                            L 333333333 33333
POST registry:dictionary_switch           code=forms pk=form                 L 333333333 33333
POST registry:dictionary_switch           code=forms pk=own_form             L R33333333 33443
GET  registry:own_entry_add               code=reasons                       L 233333333 33323
GET  registry:own_entry_edit              code=forms pk=own_form             L 233333333 33443
GET  registry:own_entry_remove            code=kinds pk=own_kind             L 233333333 33443
GET  registry:policy_version              pk=policy                          L 223333333 33443
GET  registry:policy_next                 pk=policy                          L 233333333 33443
GET  registry:policy_act                  pk=policy                          L 233333333 33443
GET  registry:policy_edit                 pk=policy                          L 233333333 33443
GET  registry:membership_edit             pk=municipal_membership            L 233333333 33443
GET  registry:membership_revoke           pk=membership                      L 223333333 33443
POST registry:invitation_resend           pk=invitation                      L RR3333333 33443
POST registry:invitation_revoke           pk=invitation                      L RR3333333 33443
GET  registry:invitation                  token=token                        2 333333333 33333
GET  imports:list                                                            L 223233333 22223
GET  imports:add                                                             L 223233333 22223
GET  imports:template                  kind=mentors                          L 223233333 22223
GET  registry:organisation_names          pk=school                          L 223222344 44444
POST registry:organisation_name_delete    pk=school alias_pk=alias           L RR3RRR344 44444
GET  imports:batch                        pk=batch                           L 223233333 44443
POST imports:decide                       pk=batch row_pk=row                L 223233333 44443
GET  imports:cell                         pk=batch row_pk=row                L 223233333 44443
POST imports:places                       pk=batch                           L RR3R33333 44443
GET  imports:decide_all                   pk=batch                           L 223233333 44443
GET  imports:corrections                  pk=batch                           L 223233333 44443
POST imports:commit                       pk=batch                           L RR3R33333 44443
GET  imports:undo                         pk=written                         L 223233333 44443
GET  imports:discard                      pk=batch                           L 223233333 44443
GET  imports:columns                      pk=batch                           L 223233333 44443
POST imports:columns_forget               pk=batch                           L RR3R33333 44443
GET  imports:progress                     pk=batch                           L RR3R33333 44443
POST imports:run                          pk=batch                           L RR3R33333 44443
POST imports:read                         pk=batch                           L RR3R33333 44443
POST imports:again                        pk=batch                           L RR3R33333 44443
GET  imports:errors                       pk=batch                           L 223233333 44443
GET  imports:file                         pk=batch                           L 223233333 44443
# mentoring
GET  mentoring:pairs                                                         L 223222222 22223
GET  mentoring:exports                                                       L 223222233 22223
GET  mentoring:export                     code=mentees-base                    L 223222233 22223
GET  mentoring:pair_new                                                      L 233222233 22323
GET  mentoring:roadmaps                                                      L 223222233 22223
GET  mentoring:roadmap_add                                                   L 223232333 22223
GET  mentoring:pair_new_for               mentee_pk=mentee                   L 233222233 44343
GET  mentoring:pair                       pk=pair                            L 224222222 44444
GET  mentoring:pair_edit                  pk=draft                           L 234222234 44444
GET  mentoring:pair_secure                pk=agreed                          L 234232334 44444
GET  mentoring:act_pairs                  pk=paper_act                       L 233232333 44443
POST mentoring:pair_agree                 pk=draft                           L R34RRRR34 44444
GET  mentoring:pair_cancel                pk=draft                           L 234222234 44444
GET  mentoring:pair_return                pk=agreed                          L 234232334 44444
GET  mentoring:pair_complete              pk=pair                            L 234232333 44444
GET  mentoring:pair_terminate             pk=pair                            L 234232333 44444
GET  mentoring:pair_move                  pk=pair                            L R34R3R333 44444
GET  mentoring:pair_replace               pk=pair                            L 234232333 44444
GET  mentoring:pair_extend                pk=pair                            L 234232333 44444
GET  mentoring:pair_reopen                pk=ended                           L 234332344 44444
GET  mentoring:pair_last_day              pk=ended                           L 234332344 44444
GET  mentoring:pair_extension             pk=pair                            L 234332333 44444
GET  mentoring:change_act                 pk=pair change_pk=change           L 234232333 44444
GET  mentoring:act_correction             pk=ended change_pk=ended_change    L 234332344 44444
GET  mentoring:stage_back                 pk=pair                            L 234232333 44444
POST mentoring:stage_advance              pk=pair                            L R34R3R333 44444
GET  mentoring:stage_item                 pk=pair item_pk=template           L 234232333 44444
POST mentoring:stage_item_unmark          pk=pair item_pk=template           L R34R3R333 44444
GET  mentoring:stage_item_scan            pk=pair item_pk=template           L 224222222 44444
GET  mentoring:stage_sets                                                    L 223333333 33223
GET  mentoring:stage_set                  pk=stage_set                       L 223333333 33443
GET  mentoring:stage_set_preview          pk=stage_set                       L 223333333 33443
GET  mentoring:stage_set_copy             pk=stage_set                       L 233333333 33443
GET  mentoring:stage_set_assign           pk=stage_set                       L 233333333 33443
GET  mentoring:stage_set_edit             pk=stage_set                       L 233333333 33443
GET  mentoring:stage_set_delete           pk=stage_set                       L 233333333 33443
GET  mentoring:stage_assignment_withdraw  pk=assignment                      L 233333333 33443
GET  mentoring:set_stage_add              pk=stage_set                       L 233333333 33443
GET  mentoring:set_stage_edit             pk=stage_set stage_pk=own_stage    L 233333333 33443
POST mentoring:set_stage_move             pk=stage_set stage_pk=own_stage    L R33333333 33443
GET  mentoring:set_stage_switch           pk=stage_set stage_pk=own_stage    L 233333333 33443
GET  mentoring:set_stage_delete           pk=stage_set stage_pk=own_stage    L 233333333 33443
GET  mentoring:set_item_add               pk=stage_set stage_pk=own_stage    L 233333333 33443
GET  mentoring:set_item_edit              pk=stage_set item_pk=own_item      L 233333333 33443
POST mentoring:set_item_move              pk=stage_set item_pk=own_item      L R33333333 33443
GET  mentoring:set_item_switch            pk=stage_set item_pk=own_item      L 233333333 33443
GET  mentoring:set_item_delete            pk=stage_set item_pk=own_item      L 233333333 33443
GET  mentoring:programme                  pair_pk=pair                       L 224222222 44444
GET  mentoring:programme_edit             pair_pk=pair                       L 234232323 44444
GET  mentoring:programme_return           pair_pk=pair                       L 234332333 44444
GET  mentoring:programme_acquaint         pair_pk=pair                       L 234232332 44444
GET  mentoring:programme_correct          pair_pk=pair                       L 234232323 44444
POST mentoring:programme_submit           pair_pk=pair                       L R34R3R3R3 44444
POST mentoring:programme_approve          pair_pk=pair                       L R3433R333 44444
GET  mentoring:plan_item_done             pair_pk=pair item_pk=plan_item     L 234232323 44444
GET  mentoring:route_sheet                mentee_pk=mentee                   L 224222222 44444
GET  mentoring:route_edit                 mentee_pk=mentee                   L 234222333 44444
GET  mentoring:comment_add                pair_pk=pair                       L 234232232 44444
GET  mentoring:comment_answer             pair_pk=pair comment_pk=comment    L 234232323 44444
GET  mentoring:requests                                                      L 233232222 22323
GET  mentoring:request_wish                                                  L 233232322 33333
GET  mentoring:pair_request               pk=pair                            L 234232222 44444
GET  mentoring:request                    pk=asked                           L 244242424 44444
GET  mentoring:request_edit               pk=asked                           L 344343424 44444
GET  mentoring:request_withdraw           pk=asked                           L 344343424 44444
GET  mentoring:request_scan               pk=asked                           L 244242424 44444
GET  mentoring:request_opinion            pk=asked                           L 244242434 44444
GET  mentoring:request_decide             pk=asked                           L 244342434 44444
GET  mentoring:request_done               pk=asked                           L R44R4R434 44444
POST mentoring:request_council            pk=asked                           L R44R4R434 44444
GET  mentoring:roadmap                    pk=roadmap                         L 223222233 44443
GET  mentoring:roadmap_edit               pk=roadmap                         L 234232344 44444
GET  mentoring:roadmap_section_add        pk=roadmap                         L 234232344 44444
GET  mentoring:roadmap_return             pk=roadmap                         L 224332344 44444
POST mentoring:roadmap_submit             pk=roadmap                         L R34R3R344 44444
POST mentoring:roadmap_approve            pk=roadmap                         L 33433R344 44444
GET  mentoring:roadmap_act                pk=roadmap                         L R34R3R344 44444
GET  mentoring:roadmap_act_back           pk=roadmap act_pk=act              L R34R3R344 44444
GET  mentoring:roadmap_agreement          pk=roadmap                         L RR4333344 44444
POST mentoring:roadmap_agree              pk=roadmap                         L RR4333344 44444
GET  mentoring:roadmap_section_edit       pk=roadmap section_pk=section      L 234232344 44444
GET  mentoring:roadmap_section_delete     pk=roadmap section_pk=section      L 234232344 44444
POST mentoring:roadmap_section_move       pk=roadmap section_pk=section      L R34R3R344 44444
GET  mentoring:roadmap_item_add           pk=roadmap section_pk=section      L 234232344 44444
GET  mentoring:roadmap_item_edit          pk=roadmap item_pk=item            L 234232344 44444
GET  mentoring:roadmap_item_progress      pk=roadmap item_pk=item            L 234232344 44444
GET  mentoring:roadmap_item_delete        pk=roadmap item_pk=item            L 234232344 44444
POST mentoring:roadmap_item_move          pk=roadmap item_pk=item            L R34R3R344 44444
# monitoring
GET  monitoring:dashboard                                                    L 222RRRR33 RR223
GET  monitoring:overdue                                                      L 223222233 22223
GET  monitoring:assessments                                                  L 223222233 22223
GET  monitoring:assessment_add                                               L 233232233 22323
GET  monitoring:organisation              pk=school                          L 223222233 44443
GET  monitoring:contingent                pk=school school_year=2026         L 223222333 44443
GET  monitoring:assessment                pk=assessment                      L 223222233 44443
GET  monitoring:assessment_approve        pk=assessment                      L 233232333 44443
GET  monitoring:assessment_withdraw       pk=assessment                      L 233232333 44443
# reports
GET  reports:documents                                                       L 223222233 22223
GET  reports:paper_sources                paper=orders                       L 233R3R333 RR3R3
GET  reports:verify_form                                                     2 222222222 22222
GET  reports:document                     pk=document                        L 223222233 44443
GET  reports:document_pdf                 pk=document                        L 223222233 44443
GET  reports:document_signed              pk=document                        L 223222233 44443
GET  reports:document_cancel              pk=document                        L 233232333 44443
GET  reports:document_supersede           pk=document                        L 233232333 44443
GET  reports:paper_start                  paper=orders source_pk=school      L 233232333 44343
GET  reports:paper_check                  paper=orders reference=no-such     L 444444444 44444
GET  reports:paper_edit                   paper=orders reference=no-such step=edit L 444444444 44444
GET  reports:paper_edit                   paper=orders reference=no-such step=text L 444444444 44444
GET  reports:paper_preview                paper=orders reference=no-such     L 444444444 44444
POST reports:paper_issue                  paper=orders reference=no-such     L 444444444 44444
GET  reports:paper_preview                paper=roadmaps reference=roadmap   L 223222233 44443
GET  reports:paper_check                  paper=roadmaps reference=roadmap   L R33R3R333 44443
GET  reports:paper_issue                  paper=roadmaps reference=roadmap   L R33R3R333 44443
GET  reports:verify                       code=code                          2 222222222 22222
"""


@dataclass(frozen=True)
class Address:
    name: str
    post: bool
    #: arguments of the address and the things they stand for
    things: dict[str, str]
    expected: dict[str, int | str]


def _read(line: str) -> Address:
    method, name, *rest = line.split()
    letters = "".join(rest[-3:])
    things = dict(part.split("=") for part in rest[:-3])
    if len(letters) != len(PEOPLE):
        raise ValueError(f"{name}: {len(letters)} letters for {len(PEOPLE)} people")
    expected = {who: ANSWERS[letter] for who, letter in zip(PEOPLE, letters, strict=True)}
    expected |= {role: expected[other] for role, other in SAME_AS.items()}
    return Address(name, method == "POST", things, expected)


ADDRESSES = [_read(line) for line in TABLE.splitlines() if line and not line.startswith("#")]
