//! Archives that no honest program writes.

/// A part as the archive has it: its name, its method (0 stored, 8 deflated), the bytes, and how many
/// bytes it says they unpack to.
pub(crate) struct Part<'a> {
    pub(crate) name: &'a str,
    pub(crate) method: u16,
    pub(crate) bytes: &'a [u8],
    pub(crate) announced: u32,
}

/// An archive of these parts; checksums are left at nought.
pub(crate) fn archive(parts: &[Part]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let start = (archive.len() as u32).to_le_bytes();
        archive.extend(b"PK\x03\x04");
        archive.extend(described(part));
        archive.extend(part.name.bytes().chain(part.bytes.iter().copied()));
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(described(part));
        directory.extend([0; 10]); // comment, disk, attributes
        directory.extend(start);
        directory.extend(part.name.bytes());
    }
    let (start, length) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(end(parts.len() as u16, length, start));
    archive
}

/// The record that ends an archive.
pub(crate) fn end(parts: u16, length: u32, start: u32) -> Vec<u8> {
    let [counts, length, start] = [
        [parts.to_le_bytes(); 2].concat(),
        length.to_le_bytes().into(),
        start.to_le_bytes().into(),
    ];
    [b"PK\x05\x06\0\0\0\0".as_slice(), &counts, &length, &start, &[0, 0]].concat()
}

/// What stands in the record of a part as well as in the directory.
fn described(part: &Part) -> Vec<u8> {
    let sizes = [0, part.bytes.len() as u32, part.announced].map(u32::to_le_bytes).concat();
    let lengths = [(part.name.len() as u16).to_le_bytes(), [0, 0]].concat();
    let kind = [20, 0, part.method].map(u16::to_le_bytes).concat();
    [kind.as_slice(), &[0; 4], &sizes, &lengths].concat()
}

/// Bits, the lowest of each byte first.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    fn push(&mut self, value: u32, bits: usize) {
        for bit in 0..bits {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            *self.bytes.last_mut().unwrap() |= ((value >> bit & 1) as u8) << (self.used % 8);
            self.used += 1;
        }
    }
}

/// A deflated stream (RFC 1951) of at least `length` zeros, a thousandth as long: each copy of the
/// 258 bytes before takes two bits, both zero.
pub(crate) fn zeros(length: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0b101, 3); // the last block, with codes of its own
    for (value, width) in [(29, 5), (0, 5), (14, 4)] {
        bits.push(value, width); // 286 literals and lengths, 1 distance, 18 lengths of codes
    }
    let of_codes = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 2];
    of_codes.iter().for_each(|&width| bits.push(width, 3)); // 18 in one bit; 1 and 2 in two
    let (again, one, two) = ((0, 1), (0b01, 2), (0b11, 2));
    let none = |bits: &mut Bits, times: u32| {
        bits.push(again.0, again.1);
        bits.push(times - 11, 7);
    };
    bits.push(two.0, two.1); // the literal 0
    none(&mut bits, 138);
    none(&mut bits, 117);
    bits.push(two.0, two.1); // the end
    none(&mut bits, 28);
    bits.push(one.0, one.1); // 258 bytes
    bits.push(one.0, one.1); // one byte before
    bits.push(0b01, 2); // the literal 0
    let copies = length.div_ceil(258);
    let (before, after) = (bits.used, bits.used + 2 * copies);
    bits.bytes.resize(after.div_ceil(8).max(before.div_ceil(8)), 0);
    bits.used = after;
    bits.push(0b11, 2); // the end
    bits.bytes
}
