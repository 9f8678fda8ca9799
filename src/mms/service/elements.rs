//! A list of encoded `Data` or `AccessResult` elements inside a PDU, read without copying.

use crate::ber::{self, BerError};

/// A series of whole elements. Checked when it is made, so that iterating cannot fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elements<'a> {
    rest: &'a [u8],
    count: usize,
}

impl<'a> Elements<'a> {
    /// Checks that `content` is a series of whole elements and counts them. What is inside them is not looked at.
    pub fn new(content: &'a [u8]) -> Result<Self, BerError> {
        let mut rest = content;
        let mut count = 0;
        while !rest.is_empty() {
            let (_, used) = ber::read_element(rest)?;
            rest = rest.get(used..).ok_or(BerError::Truncated)?;
            count += 1;
        }
        Ok(Self { rest: content, count })
    }

    /// The elements that are left, as they stand in the PDU.
    pub fn as_bytes(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (_, used) = ber::read_element(self.rest).ok()?;
        let (element, rest) = self.rest.split_at_checked(used)?;
        self.rest = rest;
        self.count = self.count.saturating_sub(1);
        Some(element)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.count, Some(self.count))
    }
}

impl ExactSizeIterator for Elements<'_> {}
