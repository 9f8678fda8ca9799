//! A value as text, in the notation of `MmsValue_printToBuffer`. Octets, since device texts need not be UTF-8.

use std::io::Write;

use super::{Data, Value, time};

impl Value {
    /// Appends the value as text.
    pub fn print(&self, out: &mut Vec<u8>) {
        match &self.data {
            Data::Array(elements) | Data::Structure(elements) => {
                out.push(b'{');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(b',');
                    }
                    match element {
                        Some(element) => element.print(out),
                        None => out.extend_from_slice(b"(null)"),
                    }
                }
                out.push(b'}');
            }
            Data::Boolean(value) => append(out, format_args!("{value}")),
            Data::BitString(bits) => {
                out.extend((0..bits.size() as usize).map(|at| if bits.get(at) { b'1' } else { b'0' }));
            }
            Data::Integer(value) => append(out, format_args!("{}", value.as_i64())),
            Data::Unsigned(value) => append(out, format_args!("{}", value.as_u64())),
            Data::Float(value) => append_float(out, value.as_f32()),
            Data::OctetString(octets) => {
                for octet in octets.as_bytes() {
                    append(out, format_args!("{octet:02x}"));
                }
            }
            Data::VisibleString(text) | Data::MmsString(text) | Data::GeneralizedTime(text) => {
                out.extend_from_slice(text.as_bytes());
            }
            Data::BinaryTime(binary) => out.extend_from_slice(time::generalized(binary.as_ms()).as_bytes()),
            Data::UtcTime(utc) => out.extend_from_slice(time::generalized(time::utc_as_ms(utc)).as_bytes()),
            Data::AccessError(error) => append(out, format_args!("error {}", error.0)),
        }
    }
}

fn append(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing to a Vec cannot fail.
    let _ = out.write_fmt(text);
}

/// As C's `%f` writes it, in single precision as users of the C interface know it.
fn append_float(out: &mut Vec<u8>, value: f32) {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_nan() {
        append(out, format_args!("{sign}nan"));
    } else if value.is_infinite() {
        append(out, format_args!("{sign}inf"));
    } else {
        append(out, format_args!("{:.6}", f64::from(value)));
    }
}
