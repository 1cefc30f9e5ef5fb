//! Rejects templates that recurse endlessly or too deeply by including, extending and overriding.
//!
//! Tera would recurse until the stack overflows.

use std::collections::HashMap;

use crate::render::built_in::{BUILT_IN, BUILT_IN_PREFIX};
use crate::render::pack::syntax::{self, Tag, Token};
use crate::render::pack::{Pack, PackFile};
use crate::source::{Code, Diagnostic, Span};

/// The maximum nesting depth of includes, blocks and parents.
const MAX_DEPTH: usize = 50;

/// The templates of a pack that recurse endlessly or too deeply, or reach one that does, with one
/// diagnostic per cycle and one for excessive depth.
pub fn endless(pack: &Pack) -> (Vec<String>, Vec<Diagnostic>) {
    if pack.templates.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let map = Map::of(pack);
    let (mut endless, mut diagnostics) = (Vec::new(), Vec::new());
    let mut is_deep_said = false;
    for template in &pack.templates {
        let first = Step { template: &template.name, block: None, level: 0 };
        let Err(trouble) = map.depth(first, &mut Vec::new(), &mut HashMap::new()) else { continue };
        endless.push(template.name.clone());
        match trouble {
            Trouble::Circle(steps) => diagnostics.extend(map.circle(template, &steps)),
            Trouble::TooDeep if is_deep_said => {}
            Trouble::TooDeep => {
                is_deep_said = true;
                diagnostics.push(too_deep(template));
            }
        }
    }
    (endless, diagnostics)
}

fn too_deep(template: &PackFile) -> Diagnostic {
    let message = format!("this template nests templates and blocks more than {MAX_DEPTH} levels deep");
    Diagnostic::at(Span::new(template.file, 0, 0), Code::BadTemplate, message)
        .help("extend and include fewer templates, directly and indirectly")
}

/// The outline of a template: its blocks, and the rest without them.
#[derive(Default)]
struct Outline<'a> {
    parent: Option<String>,
    parts: HashMap<Option<&'a str>, Part<'a>>,
}

/// The blocks and templates that a block, or the rest of a template, refers to.
#[derive(Default)]
struct Part<'a> {
    /// The offset of the name of the block.
    start: Option<usize>,
    blocks: Vec<&'a str>,
    includes: Vec<(String, usize)>,
    calls_super: bool,
}

impl<'a> Outline<'a> {
    fn of(template: &'a str) -> Self {
        let mut outline = Self::default();
        let mut open: Vec<&str> = Vec::new();
        for tag in syntax::tags(template) {
            let part = outline.parts.entry(open.last().copied()).or_default();
            part.calls_super |= calls_super(&tag);
            let name = tag.tokens.get(1);
            match tag.word() {
                Some("extends") => outline.parent = name.and_then(Token::string),
                Some("include") => {
                    part.includes.extend(name.and_then(|name| Some((name.string()?, name.start))));
                }
                Some("block") => {
                    let Some(name) = name else { continue };
                    part.blocks.push(name.text);
                    open.push(name.text);
                    outline.parts.entry(Some(name.text)).or_default().start = Some(name.start);
                }
                Some("endblock") => drop(open.pop()),
                _ => {}
            }
        }
        outline
    }
}

fn calls_super(tag: &Tag) -> bool {
    tag.tokens.windows(2).any(|pair| pair[0].text == "super" && pair[1].text == "(")
}

/// A part of a template as rendered, with the blocks of the templates that extend it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Step<'a> {
    template: &'a str,
    block: Option<&'a str>,
    /// The number of templates with this block that are skipped by `super()`.
    level: usize,
}

struct Map<'a> {
    outlines: HashMap<String, Outline<'a>>,
}

/// Why a template is rejected.
enum Trouble<'a> {
    Circle(Vec<Step<'a>>),
    TooDeep,
}

impl<'a> Map<'a> {
    fn of(pack: &'a Pack) -> Self {
        let built_in = BUILT_IN.iter().map(|(name, text)| (format!("{BUILT_IN_PREFIX}{name}"), *text));
        let own = pack.templates.iter().map(|template| (template.name.clone(), template.text.as_str()));
        let outline = |(name, text)| (name, Outline::of(text));
        Self { outlines: built_in.chain(own).map(outline).collect() }
    }

    /// The diagnostic for a cycle, if this is the first template of the pack in it.
    fn circle(&'a self, template: &PackFile, steps: &[Step]) -> Option<Diagnostic> {
        let own = self.outlines.get(&template.name)?;
        let is_of_pack = |step: &&Step| !step.template.starts_with(BUILT_IN_PREFIX);
        if steps.iter().filter(is_of_pack).map(|step| step.template).min()? != template.name {
            return None;
        }
        let parts = steps.iter().filter_map(|step| own.parts.get(&step.block));
        let start = |part: &Part| part.start.or(part.includes.first().map(|(_, start)| *start));
        let start = parts.filter_map(start).next().unwrap_or(0);
        let names: Vec<&str> = steps.iter().map(|step| step.block.unwrap_or(step.template)).collect();
        let message = format!("endless recursion: {}", names.join(" → "));
        let diagnostic = Diagnostic::at(Span::new(template.file, start, start), Code::BadTemplate, message);
        Some(
            diagnostic.help(
                "a template can't extend or include itself, and a block can't contain itself, not even indirectly",
            ),
        )
    }

    /// The nesting depth below a step.
    fn depth(
        &'a self,
        step: Step<'a>,
        path: &mut Vec<Step<'a>>,
        known: &mut HashMap<Step<'a>, usize>,
    ) -> Result<usize, Trouble<'a>> {
        if let Some(depth) = known.get(&step) {
            return if path.len() + depth > MAX_DEPTH { Err(Trouble::TooDeep) } else { Ok(*depth) };
        }
        if let Some(start) = path.iter().position(|other| *other == step) {
            let circle = path[start..].iter().chain([&step]).copied().collect();
            return Err(Trouble::Circle(circle));
        }
        if path.len() == MAX_DEPTH {
            return Err(Trouble::TooDeep);
        }
        path.push(step);
        let mut deepest = 0;
        for next in self.next(step)? {
            deepest = deepest.max(1 + self.depth(next, path, known)?);
        }
        path.pop();
        known.insert(step, deepest);
        Ok(deepest)
    }

    fn next(&'a self, step: Step<'a>) -> Result<Vec<Step<'a>>, Trouble<'a>> {
        let mut next = Vec::new();
        let family = self.family(step.template)?;
        let parts = family.iter().filter_map(|outline| outline.parts.get(&step.block));
        // For a block, only the most derived template counts; for the rest, all of them.
        let counted = if step.block.is_some() { 1 } else { usize::MAX };
        for part in parts.skip(step.level).take(counted) {
            next.extend(part.blocks.iter().map(|block| Step { block: Some(block), level: 0, ..step }));
            let included = part.includes.iter().filter_map(|(name, _)| self.resolve(name));
            next.extend(included.map(|template| Step { template, block: None, level: 0 }));
            if part.calls_super && step.block.is_some() {
                next.push(Step { level: step.level + 1, ..step });
            }
        }
        Ok(next)
    }

    /// A template and its ancestors. Tera itself reports cycles among them.
    fn family(&'a self, template: &'a str) -> Result<Vec<&'a Outline<'a>>, Trouble<'a>> {
        let mut family: Vec<&Outline> = Vec::new();
        let mut name = Some(template);
        while let Some(outline) = name.and_then(|name| self.outlines.get(name)) {
            if family.len() == MAX_DEPTH {
                return Err(Trouble::TooDeep);
            }
            if family.iter().any(|other| std::ptr::eq(*other, outline)) {
                break;
            }
            family.push(outline);
            name = outline.parent.as_ref().and_then(|parent| self.resolve(parent));
        }
        Ok(family)
    }

    /// Resolves the name of a template as Tera does.
    fn resolve(&'a self, name: &str) -> Option<&'a str> {
        let found = self.outlines.get_key_value(name);
        let found = found.or_else(|| self.outlines.get_key_value(&format!("{BUILT_IN_PREFIX}{name}")));
        found.map(|(name, _)| name.as_str())
    }
}
