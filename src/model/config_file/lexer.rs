//! Statements of the text: a keyword, arguments in parentheses, perhaps a value.

use super::Error;

/// The text and how far it is read.
pub(super) struct Lexer<'a> {
    rest: &'a [u8],
    line: usize,
}

/// One item of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item<'a> {
    /// `KEYWORD(arguments)` or `[index]`, whose keyword is `[`; with `=value` behind it
    Statement { keyword: &'a [u8], arguments: Vec<&'a [u8]>, value: Option<&'a [u8]>, line: usize },
    /// `{`
    Open,
    /// `}`
    Close,
    /// the end of the text
    End,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        Self { rest: text, line: 1 }
    }

    pub(super) fn next(&mut self) -> Result<Item<'a>, Error> {
        loop {
            self.skip_space();
            let Some((&first, rest)) = self.rest.split_first() else { return Ok(Item::End) };
            match first {
                b';' => self.rest = rest,
                b'{' => {
                    self.rest = rest;
                    return Ok(Item::Open);
                }
                b'}' => {
                    self.rest = rest;
                    return Ok(Item::Close);
                }
                b'[' => return self.statement(&self.rest[..1], b']'),
                _ => {
                    let keyword = self.take_while(|octet| octet.is_ascii_alphanumeric());
                    if keyword.is_empty() {
                        return Err(self.error(format!("unexpected {:?}", char::from(first))));
                    }
                    // spaces are allowed before the parenthesis
                    self.take_while(|octet| matches!(octet, b' ' | b'\t'));
                    return self.statement(keyword, b')');
                }
            }
        }
    }

    /// Whether the next item is `{`, which is then read.
    pub(super) fn open(&mut self) -> bool {
        self.skip_space();
        let rest = self.rest.strip_prefix(b"{");
        if let Some(rest) = rest {
            self.rest = rest;
        }
        rest.is_some()
    }

    fn statement(&mut self, keyword: &'a [u8], close: u8) -> Result<Item<'a>, Error> {
        let line = self.line;
        if !self.rest.starts_with(b"(") && !self.rest.starts_with(b"[") {
            return Err(self.error(format!("expected ( behind {}", keyword.escape_ascii())));
        }
        self.rest = &self.rest[1..];
        // parentheses inside belong to references of array elements
        let mut depth = 0u32;
        let mut ends = |octet: u8| match octet {
            b'\n' | b'\r' => true,
            b'(' => {
                depth = depth.saturating_add(1);
                false
            }
            octet if octet == close && depth > 0 => {
                depth -= 1;
                false
            }
            octet => octet == close,
        };
        let inside = self.take_while(|octet| !ends(octet));
        let Some(rest) = self.rest.strip_prefix(&[close]) else {
            return Err(self.error(format!("{} without {}", keyword.escape_ascii(), char::from(close))));
        };
        self.rest = rest;
        if inside.contains(&0) {
            return Err(self.error("zero octet in a name".to_owned()));
        }
        let arguments = inside.split(u8::is_ascii_whitespace).filter(|argument| !argument.is_empty());
        let value = self.value()?;
        Ok(Item::Statement { keyword, arguments: arguments.collect(), value, line })
    }

    /// What stands behind `=` on the same line, without its quotes.
    fn value(&mut self) -> Result<Option<&'a [u8]>, Error> {
        self.take_while(|octet| matches!(octet, b' ' | b'\t'));
        let Some(rest) = self.rest.strip_prefix(b"=") else { return Ok(None) };
        self.rest = rest;
        self.take_while(|octet| matches!(octet, b' ' | b'\t'));
        let Some(quoted) = self.rest.strip_prefix(b"\"") else {
            let value = self.take_while(|octet| !matches!(octet, b';' | b'\n' | b'\r' | b'{' | b'}'));
            return Ok(Some(value.trim_ascii()));
        };
        self.rest = quoted;
        let end = self.line_end();
        // a quote that nothing but the end of the statement follows: texts may have quotes inside
        let ends = |&at: &usize| {
            let after = quoted[at + 1..end].trim_ascii_start();
            quoted[at] == b'"' && after.first().is_none_or(|octet| matches!(octet, b';' | b'{' | b'}'))
        };
        let Some(at) = (0..end).find(ends) else {
            return Err(self.error("text without closing quote".to_owned()));
        };
        self.rest = &quoted[at + 1..];
        Ok(Some(&quoted[..at]))
    }

    fn line_end(&self) -> usize {
        self.rest.iter().position(|octet| matches!(octet, b'\n' | b'\r')).unwrap_or(self.rest.len())
    }

    fn skip_space(&mut self) {
        while let Some((&first, rest)) =
            self.rest.split_first().filter(|(first, _)| first.is_ascii_whitespace())
        {
            let second_half = first == b'\r' && rest.first() == Some(&b'\n');
            if matches!(first, b'\n' | b'\r') && !second_half {
                self.line += 1;
            }
            self.rest = rest;
        }
    }

    fn take_while(&mut self, mut wanted: impl FnMut(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|&octet| !wanted(octet)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    pub(super) fn error(&self, reason: String) -> Error {
        Error { line: self.line, reason }
    }
}
