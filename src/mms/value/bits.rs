//! bit-string.

/// bit-string: bit 0 is the first one sent. Up to 64 bits need no allocation.
#[derive(Debug, Clone)]
pub struct BitString {
    size: u32,
    octets: Storage,
}

#[derive(Debug, Clone)]
enum Storage {
    Inline([u8; 8]),
    Heap(Box<[u8]>),
}

impl BitString {
    /// `size` bits, all zero.
    pub fn new(size: u32) -> Self {
        let count = size.div_ceil(8) as usize;
        let octets = if count <= 8 {
            Storage::Inline([0; 8])
        } else {
            Storage::Heap(vec![0; count].into_boxed_slice())
        };
        Self { size, octets }
    }

    /// Bits in storage of the caller's making; it must have the octets for them.
    pub(crate) fn from_heap(size: u32, octets: Box<[u8]>) -> Self {
        Self { size, octets: Storage::Heap(octets) }
    }

    /// The storage, unless the bits stand in the value itself.
    pub(crate) fn heap(&self) -> Option<&[u8]> {
        match &self.octets {
            Storage::Inline(_) => None,
            Storage::Heap(octets) => Some(octets),
        }
    }

    /// The first `size` bits of `octets`; missing ones are zero.
    pub fn from_octets(octets: &[u8], size: u32) -> Self {
        let mut bits = Self::new(size);
        for (to, from) in bits.octets_mut().iter_mut().zip(octets) {
            *to = *from;
        }
        bits.clear_padding();
        bits
    }

    /// Two octets, of which the last `padding` bits do not count.
    #[inline]
    pub(super) fn two_octets([a, b]: [u8; 2], padding: u8) -> Self {
        let size = 16 - u32::from(padding & 7);
        Self { size, octets: Storage::Inline([a, b & 0xff << (padding & 7), 0, 0, 0, 0, 0, 0]) }
    }

    /// The low bits of `value`, bit 0 of it first.
    pub fn from_integer(value: u32, size: u32) -> Self {
        let mut bits = Self::new(size);
        bits.set_from_integer(value);
        bits
    }

    /// How many bits.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// How many octets they take.
    pub fn byte_size(&self) -> usize {
        self.size.div_ceil(8) as usize
    }

    /// Bits that the last octet does not use.
    pub fn padding(&self) -> u8 {
        (self.byte_size() as u32 * 8 - self.size) as u8
    }

    /// The bits, most significant bit of each octet first, padding zero.
    pub fn octets(&self) -> &[u8] {
        let count = self.byte_size();
        match &self.octets {
            Storage::Inline(octets) => &octets[..count.min(8)],
            Storage::Heap(octets) => octets,
        }
    }

    /// The octets, if there are at most eight; those beyond the size are zero.
    pub(super) fn short(&self) -> Option<[u8; 8]> {
        match &self.octets {
            Storage::Inline(octets) if self.size <= 64 => Some(*octets),
            _ => None,
        }
    }

    /// Replaces the bits, if there are as many.
    #[inline]
    pub(super) fn refresh(&mut self, octets: &[u8], size: u32) -> bool {
        if size != self.size {
            return false;
        }
        match &mut self.octets {
            Storage::Inline(own) => {
                // The padding comes last; what is beyond the size is zero already.
                if let ([a, b], [first, second, ..]) = (octets, &mut *own) {
                    (*first, *second) = (*a, b & 0xff << (16 - size.clamp(9, 16)));
                } else {
                    *self = Self::from_octets(octets, size);
                }
            }
            Storage::Heap(own) => {
                if octets.len() != own.len() {
                    return false;
                }
                own.copy_from_slice(octets);
                self.clear_padding();
            }
        }
        true
    }

    /// The octets to change; the padding bits must stay zero.
    pub(crate) fn octets_mut(&mut self) -> &mut [u8] {
        let count = self.byte_size();
        match &mut self.octets {
            Storage::Inline(octets) => &mut octets[..count.min(8)],
            Storage::Heap(octets) => octets,
        }
    }

    /// The bit at `position`; false beyond the end.
    pub fn get(&self, position: usize) -> bool {
        position < self.size as usize
            && self.octets().get(position / 8).is_some_and(|octet| octet & (0x80 >> (position % 8)) != 0)
    }

    /// Sets the bit at `position`, if there is one.
    pub fn set(&mut self, position: usize, value: bool) {
        if position >= self.size as usize {
            return;
        }
        if let Some(octet) = self.octets_mut().get_mut(position / 8) {
            let mask = 0x80 >> (position % 8);
            if value { *octet |= mask } else { *octet &= !mask }
        }
    }

    /// Sets all bits to `value`.
    pub fn fill(&mut self, value: bool) {
        self.octets_mut().fill(if value { 0xff } else { 0 });
        self.clear_padding();
    }

    /// Takes over the bits that both have.
    pub fn copy_bits(&mut self, other: &Self) {
        if self.size == other.size {
            self.octets_mut().copy_from_slice(other.octets());
            return;
        }
        for at in 0..self.size.min(other.size) as usize {
            self.set(at, other.get(at));
        }
    }

    /// How many bits are set.
    pub fn count_ones(&self) -> u32 {
        self.octets().iter().map(|octet| octet.count_ones()).sum()
    }

    /// The first 32 bits as a number whose bit 0 is the first bit.
    pub fn as_integer(&self) -> u32 {
        (0..self.size.min(32)).fold(0, |value, at| value | u32::from(self.get(at as usize)) << at)
    }

    /// Sets the bits from a number whose bit 0 becomes the first bit; bits beyond 32 become zero.
    pub fn set_from_integer(&mut self, value: u32) {
        for at in 0..self.size {
            self.set(at as usize, at < 32 && value >> at & 1 != 0);
        }
    }

    /// The bits as a number whose bit 0 is the last bit (of the last 32).
    pub fn as_integer_big_endian(&self) -> u32 {
        let size = self.size;
        (0..size.min(32)).fold(0, |value, at| value | u32::from(self.get((size - at - 1) as usize)) << at)
    }

    /// Sets the bits from a number whose bit 0 becomes the last bit; bits beyond 32 become zero.
    pub fn set_from_integer_big_endian(&mut self, value: u32) {
        for at in 0..self.size {
            self.set((self.size - at - 1) as usize, at < 32 && value >> at & 1 != 0);
        }
    }

    fn clear_padding(&mut self) {
        let padding = self.padding();
        if let Some(last) = self.octets_mut().last_mut() {
            *last &= 0xff << padding;
        }
    }
}

impl PartialEq for BitString {
    fn eq(&self, other: &Self) -> bool {
        self.size == other.size && self.octets() == other.octets()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_count_from_the_first_one_sent() {
        let bits = BitString::from_octets(&[0b1010_0000, 0xff], 10);
        assert!(bits.get(0) && !bits.get(1) && bits.get(2) && bits.get(9) && !bits.get(10));
        assert_eq!((bits.octets(), bits.padding()), (&[0xa0, 0xc0][..], 6));
        assert_eq!((bits.as_integer(), bits.as_integer_big_endian(), bits.count_ones()), (0x305, 0x283, 4));
    }

    #[test]
    fn long_bit_strings_keep_padding_clear() {
        let mut bits = BitString::new(100);
        bits.fill(true);
        assert_eq!((bits.count_ones(), bits.octets()[12]), (100, 0xf0));
        bits.set_from_integer_big_endian(1);
        assert_eq!((bits.count_ones(), bits.get(99)), (1, true));
    }
}
