"""Lists of pairs from spreadsheets, and bases of mentees that name a mentor: a row proposes a draft of a pair.

What a person is asked and may answer
-------------------------------------
Two people of a row may be unclear, so a candidate (`row_data.Candidate`) names the side that it is for, and
the answer stands under the same side in `row_data.Decision`. A candidate without a side is about the row's own person
and is answered in the decision itself, as in the banks. So it is with the person of a row of a base of mentees; its
mentor is a side, and a mentor who is skipped brings the mentee in without a pair. Names may be given for a side in any
case (the name put right or written in full). An accepted row keeps its place among those that compete for the places
of a mentor (`cap_competing`): once the accepted rows fill the places, the others are errors.

What a row holds
----------------
`record.sides` of a row of `pairs`: the mentor and the mentee (`row_data.PersonRecord`). `record.values`: "form",
"model", "kind" (texts), "starts_on", "ends_on", "order_number", "order_date" (ISO), "note", and "term_supplied", which
says in words what the file left out of the period. A row of `mentees` has the mentee's values among them and, where it
names a mentor, the mentor as its only side. `record.columns`: "mentor", "mentee", "form", … → heading in the file.

How data walks
--------------
`row_values` (what the file holds) → `proposals` (rows that may be written, their people by `people_of_pairs`, those
that repeat a pair) → `drafts` (form by `form_choice`, rules by `mentoring.pairing.rules`) → `capacity` (the cap over
file and registry) → `pair_resource` (people, bank entries and drafts in bulk).
"""
