//! Strings of octets: texts (NUL-terminated for C) and octet strings.

/// A text as C sees it: a buffer with a terminating NUL. Octets, not necessarily UTF-8.
#[derive(Debug, Clone)]
pub struct Text {
    /// Content, then NUL up to the end; at least one NUL.
    buffer: Box<[u8]>,
    len: u32,
}

impl Text {
    /// A copy of `text` up to its first NUL, with room for all of it.
    pub fn new(text: &[u8]) -> Self {
        let mut buffer = Vec::with_capacity(text.len() + 1);
        buffer.extend_from_slice(text);
        buffer.push(0);
        let len = text.iter().position(|&octet| octet == 0).unwrap_or(text.len()) as u32;
        Self { buffer: buffer.into_boxed_slice(), len }
    }

    /// An empty text with room for `size` octets.
    pub fn with_size(size: usize) -> Self {
        Self { buffer: vec![0; size + 1].into_boxed_slice(), len: 0 }
    }

    /// A text in a buffer of the caller's making: `len` octets of content, then at least one NUL.
    pub(crate) fn from_buffer(buffer: Box<[u8]>, len: usize) -> Self {
        Self { buffer, len: len as u32 }
    }

    /// The text without its NUL.
    pub fn as_bytes(&self) -> &[u8] {
        self.buffer.get(..self.len as usize).unwrap_or_default()
    }

    /// The text with its NUL, for C.
    pub fn as_bytes_with_nul(&self) -> &[u8] {
        &self.buffer
    }

    /// Room of the buffer without the NUL; what `MmsValue_getStringSize` tells.
    pub fn size(&self) -> usize {
        self.buffer.len().saturating_sub(1)
    }

    /// Replaces the text (up to its first NUL). The buffer grows as needed and never shrinks.
    pub fn set(&mut self, text: &[u8]) {
        if !self.set_within(text) {
            *self = Self::new(text);
        }
    }

    /// Replaces the text if the buffer has room for it.
    pub fn set_within(&mut self, text: &[u8]) -> bool {
        let text = text.split(|&octet| octet == 0).next().unwrap_or_default();
        if text.len() > self.size() {
            return false;
        }
        let (content, rest) = self.buffer.split_at_mut(text.len());
        content.copy_from_slice(text);
        rest.fill(0);
        self.len = text.len() as u32;
        true
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

/// octet-string: a buffer of fixed room, some of which is in use.
#[derive(Debug, Clone)]
pub struct Octets {
    buffer: Box<[u8]>,
    size: u32,
}

impl Octets {
    /// Exactly these octets.
    pub fn new(octets: &[u8]) -> Self {
        Self { buffer: octets.into(), size: octets.len() as u32 }
    }

    /// `size` zero octets with room for `max_size`.
    pub fn with_size(size: usize, max_size: usize) -> Self {
        Self { buffer: vec![0; max_size.max(size)].into_boxed_slice(), size: size as u32 }
    }

    /// The first `size` octets of a buffer of the caller's making.
    pub(crate) fn from_buffer(buffer: Box<[u8]>, size: usize) -> Self {
        Self { buffer, size: size as u32 }
    }

    /// The octets in use.
    pub fn as_bytes(&self) -> &[u8] {
        self.buffer.get(..self.size as usize).unwrap_or_default()
    }

    /// Octets in use.
    pub fn size(&self) -> usize {
        self.size as usize
    }

    /// Room of the buffer.
    pub fn max_size(&self) -> usize {
        self.buffer.len()
    }

    /// The whole buffer, `max_size` octets.
    pub fn buffer(&self) -> &[u8] {
        &self.buffer
    }

    /// The whole buffer, `max_size` octets, to change.
    pub fn buffer_mut(&mut self) -> &mut [u8] {
        &mut self.buffer
    }

    /// Replaces the content if there is room for it.
    pub fn set(&mut self, octets: &[u8]) -> bool {
        let Some(to) = self.buffer.get_mut(..octets.len()) else {
            return false;
        };
        to.copy_from_slice(octets);
        self.size = octets.len() as u32;
        true
    }

    /// Sets one octet inside the room; the content grows to hold it.
    pub fn set_octet(&mut self, position: usize, value: u8) {
        if let Some(octet) = self.buffer.get_mut(position) {
            *octet = value;
            self.size = self.size.max(position as u32 + 1);
        }
    }
}

impl PartialEq for Octets {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stop_at_nul_and_never_shrink() {
        let mut text = Text::new(b"ab\0cd");
        assert_eq!((text.as_bytes(), text.size()), (&b"ab"[..], 5));
        text.set(b"x");
        assert_eq!((text.as_bytes_with_nul(), text.size()), (&b"x\0\0\0\0\0"[..], 5));
        text.set(b"longer text");
        assert_eq!((text.as_bytes(), text.size()), (&b"longer text"[..], 11));
        assert!(!text.set_within(b"still longer text"));
    }

    #[test]
    fn octets_stay_in_their_room() {
        let mut octets = Octets::with_size(0, 4);
        assert!(!octets.set(&[1, 2, 3, 4, 5]));
        octets.set_octet(2, 9);
        octets.set_octet(4, 9);
        assert_eq!((octets.as_bytes(), octets.max_size()), (&[0, 0, 9][..], 4));
    }
}
