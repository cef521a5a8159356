//! What is told of an ontology, beyond one fixture for each rule?

use std::sync::Arc;
use throughline::document::Document;
use throughline::ontology::{read, reserved};

const STORY: &str = "[story]\nname = \"Rust\"\ndescription = \"A film.\"\n";

/// Reads an ontology and compares what is told with `rule line:column`.
#[track_caller]
fn check(rows: &str, expected: &[&str]) {
    let document = Arc::new(Document::new("ontology.toml", format!("{STORY}{rows}")));
    let told: Vec<_> = read(&document)
        .diagnostics
        .iter()
        .map(|finding| {
            let at = finding
                .position()
                .expect("a finding in an ontology has a place");
            format!("{} {}:{}", finding.rule, at.line, at.column)
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn keys_that_no_row_has_are_told() {
    check(
        "\n[type.Person]\nplural = \"people\"\ndescripton = \"A human being.\"\n\
         description = \"A human being.\"\n\n[types.X]\n",
        &["unknown-key 7:1", "unknown-key 10:2"],
    );
}

#[test]
fn what_a_row_needs_is_told() {
    check(
        "\n[type.Person]\ndescription = \"A human being.\"\n\n[attribute.alias]\n\
         description = \"A name.\"\n\n[relation.armorer-of]\ninverse = \"armorers\"\n\
         description = \"A link.\"\ninverse-description = \"A link.\"\n",
        &[
            "missing-key 5:1",
            "missing-key 8:1",
            "missing-key 8:1",
            "missing-key 11:1",
            "missing-key 11:1",
        ],
    );
}

#[test]
fn only_relations_have_identifying_qualifiers() {
    check(
        "\n[attribute.alias]\non = \"Entity\"\ntype = \"text\"\ndescription = \"A name.\"\n\n\
         [attribute.alias.qualifier.kind]\ntype = \"text\"\nidentifying = true\n\
         description = \"What sort.\"\n",
        &["unknown-key 12:1"],
    );
}

#[test]
fn values_of_the_wrong_kind_are_told() {
    check(
        "type = 5\n\n[attribute]\nalias = \"text\"\n\n[type.Person]\nabstract = \"no\"\n",
        &[
            "unknown-key 4:1",
            "wrong-value 7:9",
            "missing-key 9:1",
            "bad-description 9:1",
            "wrong-value 10:12",
        ],
    );
}

#[test]
fn a_story_needs_a_name_and_a_description() {
    let document = Arc::new(Document::new("ontology.toml", "[story]\n"));
    let told = read(&document).diagnostics;
    let rules: Vec<_> = told.iter().map(|finding| finding.rule.name()).collect();
    assert_eq!(rules, ["missing-key", "bad-description"]);
}

#[test]
fn a_row_that_is_wrong_is_broken_and_no_other() {
    let rows = "\n[relation.armorer-of]\nfrom = \"Nobody\"\nto = \"Entity\"\n\
                inverse = \"armorers\"\ndescription = \"A link.\"\n\
                inverse-description = \"A link.\"\n\n[attribute.alias]\non = \"Entity\"\n\
                type = \"text\"\ndescription = \"A name.\"\n";
    let document = Arc::new(Document::new("ontology.toml", format!("{STORY}{rows}")));
    let reading = read(&document);
    let mut broken: Vec<_> = reading.broken.into_iter().collect();
    broken.sort();
    assert_eq!(broken, ["armorer-of", "armorers"]);
    assert_eq!(reading.ontology.attributes.len(), 1);
    assert!(reading.ontology.relations.is_empty());
}

#[test]
fn every_reserved_type_is_refused() {
    for name in reserved::CORE_TYPES {
        let rows = format!("\n[type.{name}]\nplural = \"things\"\ndescription = \"A thing.\"\n");
        check(&rows, &["reserved-name 5:7"]);
    }
}

#[test]
fn every_reserved_member_is_refused() {
    for name in reserved::ENTITY_MEMBERS {
        let row = format!(
            "\n[attribute.{name}]\non = \"Entity\"\ntype = \"text\"\ndescription = \"A name.\"\n"
        );
        check(&row, &["reserved-name 5:12"]);
    }
    for name in reserved::CLAIM_MEMBERS {
        let row = format!(
            "\n[attribute.alias]\non = \"Entity\"\ntype = \"text\"\ndescription = \"A name.\"\n\n\
             [attribute.alias.qualifier.{name}]\ntype = \"text\"\ndescription = \"A detail.\"\n"
        );
        check(&row, &["reserved-name 10:28"]);
    }
}

#[test]
fn every_root_field_is_refused() {
    for name in reserved::ROOT_FIELDS {
        let mut plural = String::new();
        for c in name.chars() {
            if c.is_ascii_uppercase() {
                plural.push('-');
            }
            plural.push(c.to_ascii_lowercase());
        }
        let rows = format!("\n[type.Thing]\nplural = \"{plural}\"\ndescription = \"A thing.\"\n");
        check(&rows, &["reserved-name 6:10"]);
    }
}

#[test]
fn an_exclusive_end_is_from_or_to() {
    let row = |exclusive: &str| {
        format!(
            "\n[relation.wife]\nfrom = \"Entity\"\nto = \"Entity\"\ninverse = \"husband\"\n\
             description = \"A link.\"\ninverse-description = \"A link.\"\nexclusive = {exclusive}\n"
        )
    };
    for exclusive in ["\"to\"", "\"from\"", "[\"from\", \"to\"]"] {
        check(&row(exclusive), &[]);
    }
    check(&row("true"), &["wrong-value 11:13"]);
    check(&row("[\"to\", \"object\"]"), &["wrong-value 11:20"]);
}

/// Rows for a story with legal cases, without the table that says how their steps are told.
const STEPS: &str = r#"
[type.Case]
plural = "cases"
description = "A case."
[type.Step]
plural = "steps"
description = "A step."
[attribute.kind]
on = "Step"
type = "enum"
values = { charge = "A charge.", appeal = "An appeal." }
description = "What sort of step it is."
[attribute.date]
on = "Step"
type = "date"
description = "When it happened."
[attribute.opened]
on = "Case"
type = "date"
description = "When the case began."
[relation.step-of]
from = "Step"
to = "Case"
inverse = "step-list"
description = "The case."
inverse-description = "The steps."
[relation.concerns]
from = "Step"
to = "Entity"
inverse = "concerned-by"
description = "Whom it concerns."
inverse-description = "The steps."
[relation.follows]
from = "Step"
to = "Step"
inverse = "followed-by"
description = "The earlier step."
inverse-description = "The later steps."
[standing.charged]
text = "charged"
description = "Charges are open."
"#;

/// Reads a story with legal cases, and compares what is told of its procedure, counted from the
/// line of `[procedure]`.
#[track_caller]
fn check_procedure(rows: &str, expected: &[&str]) {
    let before = STORY.lines().count() + STEPS.lines().count();
    let text = format!("{STORY}{STEPS}[procedure]\n{rows}");
    let document = Arc::new(Document::new("ontology.toml", text));
    let told: Vec<_> = read(&document)
        .diagnostics
        .iter()
        .map(|finding| {
            let at = finding.position().expect("a finding has a place");
            format!(
                "{} {}:{}",
                finding.rule,
                at.line as usize - before,
                at.column
            )
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn the_roles_of_a_procedure_fit_its_steps() {
    check_procedure(
        "step = \"Step\"\nkind = \"date\"\ndate = \"opened\"\ncase = \"step-list\"\n\
         concerns = \"date\"\nfollows = \"concerns\"\n",
        &[
            "value-type-does-not-fit 3:8",
            "attribute-does-not-fit 4:8",
            "ends-do-not-fit 5:8",
            "unknown-predicate 6:12",
        ],
    );
    check_procedure(
        "step = \"Step\"\nkind = \"kind\"\ndate = \"date\"\ncase = \"step-of\"\n\
         concerns = \"concerns\"\nfollows = \"step-of\"\nbars-new-charges = \"barred\"\n",
        &["ends-do-not-fit 7:11", "unknown-predicate 8:20"],
    );
}

#[test]
fn a_procedure_needs_its_roles() {
    check_procedure("", &["missing-key 1:1"]);
    check_procedure("step = \"Stepp\"\n", &["unknown-end 2:8"]);
    check_procedure("step = \"Step\"\n", &["missing-key 1:1"; 5]);
}

#[test]
fn a_kind_of_step_leads_to_a_standing_or_is_told() {
    const ROLES: &str = "step = \"Step\"\nkind = \"kind\"\ndate = \"date\"\ncase = \"step-of\"\n\
                         concerns = \"concerns\"\nfollows = \"follows\"\n";
    let good =
        "[procedure.standings]\ncharge = \"charged\"\n[procedure.told]\nappeal = \"appealed\"\n";
    check_procedure(&format!("{ROLES}{good}"), &[]);
    let bad = "[procedure.standings]\ncharge = \"charged\"\nverdict = \"charged\"\n\
               appeal = \"accused\"\n[procedure.told]\ncharge = \"charged\"\nappeal = 5\n";
    check_procedure(
        &format!("{ROLES}{bad}"),
        &[
            "unknown-enum-value 10:1",
            "unknown-standing 11:10",
            "wrong-value 13:1",
            "wrong-value 14:10",
        ],
    );
}

/// Reads a story with legal cases that declares a constraint, and compares what is told of it,
/// counted from the line of its name.
#[track_caller]
fn check_constraint(rows: &str, expected: &[&str]) {
    const PROCEDURE: &str = "[procedure]\nstep = \"Step\"\nkind = \"kind\"\ndate = \"date\"\n\
                             case = \"step-of\"\nconcerns = \"concerns\"\nfollows = \"follows\"\n";
    const HEAD: &str = "[constraint.x]\ndescription = \"It holds.\"\nseverity = \"note\"\n";
    let before = format!("{STORY}{STEPS}{PROCEDURE}");
    let document = Document::new("ontology.toml", format!("{before}{HEAD}{rows}"));
    let reading = read(&Arc::new(document));
    let n_before = before.lines().count();
    let told = reading.diagnostics.iter().map(|finding| {
        let at = finding.position().expect("a finding has a place");
        let line = at.line as usize - n_before;
        format!("{} {line}:{}", finding.rule, at.column)
    });
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn a_constraint_says_how_grave_it_is_and_of_which_kind() {
    check_constraint("kind = \"exclusive\"\n", &[]);
    check_constraint("", &["missing-key 1:1"]);
    check_constraint("kind = \"exclusiv\"\n", &["unknown-enum-value 4:8"]);
    check_constraint("kind = \"exclusive\"\nminimum = 5\n", &["unknown-key 5:1"]);
    let rows = "\n[constraint.y]\nkind = \"exclusive\"\nseverity = \"fatal\"\n";
    check(rows, &["bad-description 5:1", "unknown-enum-value 7:12"]);
}

#[test]
fn a_constraint_about_steps_names_kinds_of_steps() {
    check_constraint(
        "kind = \"earlier-step\"\nstep = \"appeal\"\nneeds = [\"charge\"]\n",
        &[],
    );
    check_constraint(
        "kind = \"earlier-step\"\nstep = [\"appeal\", \"verdict\"]\n",
        &["missing-key 1:1", "unknown-enum-value 5:19"],
    );
    check_constraint(
        "kind = \"step-order\"\nafter = { appeal = \"charge\" }\n",
        &[],
    );
    check_constraint(
        "kind = \"step-order\"\nafter = { apeal = \"charge\", charge = \"trial\" }\n",
        &["unknown-enum-value 5:11", "unknown-enum-value 5:38"],
    );
    let rows = "\n[constraint.y]\nkind = \"step-order\"\nseverity = \"note\"\n\
                description = \"It holds.\"\n";
    check(rows, &["missing-key 5:1"]);
}

#[test]
fn a_constraint_about_ends_names_what_one_thing_can_have() {
    let end = "kind = \"end\"\nend = \"opened\"\n";
    check_constraint(
        &format!("{end}acts = [\"step-list\"]\ndate = \"date\"\n"),
        &[],
    );
    check_constraint(
        &format!("{end}acts = [\"step-of\", \"step-lists\"]\ndate = \"kind\"\n"),
        &[
            "ends-do-not-fit 6:9",
            "unknown-predicate 6:20",
            "value-type-does-not-fit 7:8",
        ],
    );
    check_constraint(
        "kind = \"end\"\nend = \"kind\"\nacts = [\"date\"]\n",
        &["value-type-does-not-fit 5:7"],
    );
}

#[test]
fn a_constraint_about_answers_names_what_is_declared_exclusive() {
    check_constraint(
        "kind = \"exclusive\"\nof = [\"date\", \"nothing\"]\n",
        &["wrong-value 5:7", "unknown-predicate 5:15"],
    );
}

#[test]
fn a_range_names_something_with_an_order_and_a_limit() {
    check_constraint("kind = \"range\"\nof = \"date\"\nminimum = \"1888\"\n", &[]);
    check_constraint("kind = \"range\"\nof = \"date\"\n", &["missing-key 1:1"]);
    check_constraint(
        "kind = \"range\"\nof = \"kind\"\nminimum = 1\n",
        &["value-type-does-not-fit 5:6"],
    );
    check_constraint(
        "kind = \"range\"\nof = \"follows\"\nminimum = 1\n",
        &["value-type-does-not-fit 5:6"],
    );
    check_constraint(
        "kind = \"range\"\nof = \"date\"\nminimum = { attribute = \"opened\" }\n\
         maximum = { attribute = \"kind\", of = 1 }\n",
        &[
            "ends-do-not-fit 6:25",
            "value-type-does-not-fit 7:25",
            "unknown-key 7:33",
        ],
    );
    check_constraint(
        "kind = \"range\"\nof = \"date\"\nqualifier = \"bound\"\nminimum = 1\n",
        &["unknown-qualifier 6:13"],
    );
}

#[test]
fn every_built_in_standing_is_refused() {
    for name in reserved::STANDINGS {
        let rows = format!("\n[standing.{name}]\ntext = \"words\"\ndescription = \"A place.\"\n");
        check(&rows, &["reserved-name 5:11"]);
    }
}
