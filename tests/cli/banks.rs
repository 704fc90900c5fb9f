//! Banks of one's own to run the program with.

use crate::program::Program;

impl Program {
    /// A bank that loads, in `bank`: two questions and four concepts; its examples, terms and samples have one fault each.
    pub(crate) fn tiny_bank(self) -> Self {
        self.file("bank/data/bakery.toml", QUESTIONS)
            .file("bank/keywords/lists/bakery.toml", LISTS)
            .file("bank/keywords/concepts/baking.toml", CONCEPTS)
    }

    /// The same with several mistakes in one file and some in the others.
    pub(crate) fn broken_bank(self) -> Self {
        let concepts = CONCEPTS
            .replace("accept = [\"I knead it.\"", "acept = [\"I knead it.\"")
            .replace(
                "\"prove overnight\"",
                "\"(prove overnight\", \"prove <hour\"",
            )
            .replace("id = \"temperature-control\"", "id = \"Heat!\"");
        let lists = LISTS
            .replace("id = \"proving\"", "id = \"provign\"")
            .replace("tier = \"expected\"", "tier = \"extra\"")
            .replace("\"I lowered the heat\"", "\"I raised the heat\"")
            .replace("id = \"burnt-crust\"", "id = \"burned-crust\"");
        let questions = QUESTIONS.replace("role = ", "roll = ");
        self.file("bank/data/bakery.toml", questions)
            .file("bank/keywords/lists/bakery.toml", lists)
            .file("bank/keywords/concepts/baking.toml", concepts)
    }
}

const QUESTIONS: &str = r#"role = "Baker"
title = "Baker Interview Questions"

[[question]]
id = "daily-bread"
kind = "process"
title = "How do you bake a loaf of bread?"
guidance = "In your answer, say how you knead and how long you let the dough rise."
sample = "I knead for ten minutes and let the dough rise overnight. Steam makes the crust."

[[question]]
id = "burnt-crust"
kind = "behavioral"
title = "Tell me about a loaf that went wrong."
guidance = "In your answer, say what you changed."
sample = "The crust burnt, so I lowered the heat."
"#;

const LISTS: &str = r#"[[question]]
id = "daily-bread"
concepts = [
  { id = "kneading", tier = "core", source = "both", quote = "how you knead", sample_quote = "I knead for ten minutes" },
  { id = "proving", tier = "core", source = "both", quote = "how long you let the dough rise", sample_quote = "let the dough rise overnight" },
  { id = "steam", tier = "expected", source = "sample", quote = "Steam makes the crust" },
]

[[question]]
id = "burnt-crust"
concepts = [
  { id = "temperature-control", tier = "core", source = "sample", quote = "I lowered the heat" },
  { id = "kneading", tier = "expected", source = "guidance", quote = "what you changed" },
]
"#;

const CONCEPTS: &str = r#"[[concept]]
id = "kneading"
label = "Kneading"
definition = "Says the dough is worked by hand or machine."
terms = ["knead"]
accept = ["I knead it.", "The mixer kneads for me.", "Ten minutes of kneading."]
reject = ["No kneading here.", "I need flour.", "I knead clay."]

[[concept]]
id = "proving"
label = "Proving"
definition = "Says the dough is given time to rise."
terms = ["dough ..2 (rise | rest)", "prove overnight"]
accept = ["The dough rises for an hour.", "Dough must rest.", "We leave it to prove."]
reject = ["Prices rise.", "The dough never rests."]

[[concept]]
id = "steam"
label = "Steam"
definition = "Says steam is let into the oven."
terms = ["steam ..2 oven"]
accept = ["Steam in the oven.", "Steam the oven first.", "Steam fills the oven."]
reject = ["The team left.", "Hot oven.", "Full steam ahead."]

[[concept]]
id = "temperature-control"
label = "Temperature control"
definition = "Says the heat of the oven is set with care."
terms = ["(lower | raise) ..1 heat", "knead"]
accept = ["I lower the heat.", "Raise the heat late.", "I lowered its heat."]
reject = ["In the heat of the moment.", "No heat.", "Heat waves."]
"#;
