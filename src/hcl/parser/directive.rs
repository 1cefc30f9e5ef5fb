//! The directives of a template: `if`, `for` and what closes them.

use std::ops::Range;

use super::super::error::SyntaxError;
use super::Parsed;

/// The open directives at a position in a template, innermost last.
#[derive(Default)]
pub struct Directives {
    open: Vec<Directive>,
}

struct Directive {
    kind: Kind,
    opening: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    If,
    Else,
    For,
}

impl Directives {
    /// Adds the directive with this keyword, which may close an open one.
    pub fn enter(&mut self, keyword: &str, opening: Range<usize>) -> Parsed {
        match keyword {
            "if" => self.push(Kind::If, opening),
            "for" => self.push(Kind::For, opening),
            "else" => {
                self.close(&[Kind::If], "else without if", &opening)?;
                self.push(Kind::Else, opening);
            }
            "endif" => self.close(&[Kind::If, Kind::Else], "endif without if", &opening)?,
            "endfor" => self.close(&[Kind::For], "endfor without for", &opening)?,
            _ => {
                let message = "expected if, else, endif, for or endfor";
                return Err(SyntaxError::boxed(opening, message));
            }
        }
        Ok(())
    }

    /// Checks that all directives are closed at the end of the template.
    pub fn end(mut self) -> Parsed {
        match self.open.pop() {
            None => Ok(()),
            Some(Directive { kind: Kind::For, opening }) => {
                Err(SyntaxError::boxed(opening, "for without endfor"))
            }
            Some(Directive { opening, .. }) => Err(SyntaxError::boxed(opening, "if without endif")),
        }
    }

    fn push(&mut self, kind: Kind, opening: Range<usize>) {
        self.open.push(Directive { kind, opening });
    }

    fn close(&mut self, kinds: &[Kind], message: &str, opening: &Range<usize>) -> Parsed {
        match self.open.pop() {
            Some(directive) if kinds.contains(&directive.kind) => Ok(()),
            _ => Err(SyntaxError::boxed(opening.clone(), message)),
        }
    }
}
