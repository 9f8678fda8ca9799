//! Which leaves of a model change, and how.
//!
//! What stands for the process changes: measurands, counters, status of what nobody controls. What stands for the
//! device itself (LLN0, LPHD, mode, behaviour, health, local/remote) does not, nor do the objects of commands, which
//! clients move.

use iec61850::mms::value::{Data, Value};
use iec61850::model::fc::FunctionalConstraint;
use iec61850::model::tree::{Attribute, Model};
use iec61850::model::types::data_type;
use iec61850::server::space::NodeId;

use crate::numbered::{self, Numbered};
use crate::wave::Wave;

/// A data object whose values change together.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Point {
    /// What changes.
    pub(crate) values: Vec<(NodeId, Wave)>,
    /// Its qualities, which are good.
    pub(crate) qualities: Vec<NodeId>,
    /// Its times, which are those of the last change.
    pub(crate) times: Vec<NodeId>,
}

/// Data objects that say something about the device, not about the process.
const OWN: [&[u8]; 6] = [b"Mod", b"Beh", b"Health", b"Loc", b"LocKey", b"LocSta"];

/// The changing data objects of a model, in its order.
pub(crate) fn plan(model: &Model) -> Vec<Point> {
    let mut points = Vec::new();
    for (node, objects) in numbered::objects(model) {
        let of_device = node.name == b"LLN0" || node.name.starts_with(b"LPHD");
        for object in objects.iter().filter(|object| !of_device && !OWN.contains(&&object.node.name[..])) {
            plan_object(object, 0.0, &mut points);
        }
    }
    points
}

/// A data object and those below it; `angle` is that of the phase in degrees.
fn plan_object(object: &Numbered<'_>, angle: f64, points: &mut Vec<Point>) {
    if is_controlled(object) {
        return;
    }
    let angle = phase_angle(&object.node.name).unwrap_or(angle);
    let mut point = Point::default();
    for child in object.elements.iter().chain(&object.children) {
        match &child.node.attribute {
            Some(attribute) => plan_attribute(child, attribute, angle, &mut point),
            None => plan_object(child, angle, points),
        }
    }
    if !point.values.is_empty() {
        points.push(point);
    }
}

/// An attribute of a data object.
fn plan_attribute(attribute: &Numbered<'_>, data: &Attribute, angle: f64, point: &mut Point) {
    let fc = FunctionalConstraint::from_number(data.fc);
    if !matches!(fc, Some(FunctionalConstraint::ST | FunctionalConstraint::MX)) {
        return;
    }
    match &attribute.node.name[..] {
        b"q" => point.qualities.push(attribute.id),
        b"t" => point.times.push(attribute.id),
        b"stVal" | b"general" | b"mag" | b"instMag" | b"cVal" | b"instCVal" | b"mxVal" | b"actVal"
        | b"cnt" => leaves(attribute, None, angle, point),
        _ => {}
    }
}

/// All leaves of an attribute change; those of an angle (`mean` says around what) by no more than a degree.
fn leaves(attribute: &Numbered<'_>, mean: Option<f64>, angle: f64, point: &mut Point) {
    // arrays stay as they are: what the server knows of them is the array as a whole
    if attribute.node.count > 0 {
        return;
    }
    let wave = attribute.node.attribute.as_ref().and_then(|data| match mean {
        Some(mean) => angle_wave(attribute, data, mean),
        None => wave(attribute, data),
    });
    point.values.extend(wave.map(|wave| (attribute.id, wave)));
    for child in &attribute.children {
        let mean = if child.node.name == b"ang" { Some(angle) } else { mean };
        leaves(child, mean, angle, point);
    }
}

fn angle_wave(leaf: &Numbered<'_>, data: &Attribute, mean: f64) -> Option<Wave> {
    let (period, phase) = rhythm(leaf.id);
    (data.data_type == data_type::FLOAT32).then_some(Wave::Sine { mean, amplitude: 1.0, period, phase })
}

fn wave(leaf: &Numbered<'_>, data: &Attribute) -> Option<Wave> {
    use data_type::*;
    let (period, phase) = rhythm(leaf.id);
    let initial = data.value.as_ref().map_or(0.0, number);
    let mean = if initial == 0.0 { 100.0 } else { initial };
    let amplitude = mean.abs() / 50.0;
    Some(match data.data_type {
        INT8..=INT128 | INT8U..=INT32U if matches!(&leaf.node.name[..], b"actVal" | b"cnt") => {
            Wave::Counter { start: initial as i64, per_second: 1.0 + phase }
        }
        BOOLEAN => Wave::Toggle { period, phase },
        CODED_ENUM => Wave::Switch { period, phase },
        FLOAT32 | FLOAT64 => Wave::Sine { mean, amplitude, period, phase },
        // within what the smallest type has
        INT8 | INT8U => Wave::Steps { mean: 50.0, amplitude: 10.0, period, phase },
        INT16..=INT128 | INT16U..=INT32U => {
            Wave::Steps { mean, amplitude: amplitude.max(5.0), period, phase }
        }
        _ => return None,
    })
}

/// Period and phase in seconds, so that not everything changes at once.
fn rhythm(seed: NodeId) -> (f64, f64) {
    (f64::from(20 + seed % 31), f64::from(seed % 11))
}

/// Whether clients move this object: it has operations, and a control model other than status-only.
fn is_controlled(object: &Numbered<'_>) -> bool {
    let model = object.child("ctlModel").and_then(|child| child.node.attribute.as_ref()?.value.as_ref());
    object.child("Oper").is_some() && model.is_none_or(|value| number(value) != 0.0)
}

/// The angle of a phase by the name of its data object.
fn phase_angle(name: &[u8]) -> Option<f64> {
    Some(match name {
        b"phsA" | b"phsAHar" | b"c1" => 0.0,
        b"phsB" | b"phsBHar" => -120.0,
        b"phsC" | b"phsCHar" => 120.0,
        b"phsAB" | b"phsABHar" => 30.0,
        b"phsBC" | b"phsBCHar" => -90.0,
        b"phsCA" | b"phsCAHar" => 150.0,
        _ => return None,
    })
}

fn number(value: &Value) -> f64 {
    match &value.data {
        Data::Boolean(value) => f64::from(u8::from(*value)),
        Data::Integer(number) => number.as_i64() as f64,
        Data::Unsigned(number) => number.as_u64() as f64,
        Data::Float(number) => number.as_f64(),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wave::Sample;
    use iec61850::model::config_file;

    /// The points of one logical node.
    fn points(name: &str, objects: &str) -> Vec<Point> {
        let text = format!("MODEL(m){{\nLD(l){{\nLN({name}){{\n{objects}\n}}\n}}\n}}");
        plan(&config_file::parse(text.as_bytes()).expect("a good text"))
    }

    const SPS: &str =
        "DO(Ind 0){\nDA(stVal 0 0 0 1 0);\nDA(q 0 23 0 2 0);\nDA(t 0 22 0 0 0);\nDA(subVal 0 0 3 0 0);\n}";

    #[test]
    fn values_change_with_their_quality_and_time() {
        let points = points("GGIO1", SPS);
        let [point] = &points[..] else { panic!("{points:?}") };
        assert!(matches!(point.values[..], [(1, Wave::Toggle { .. })]), "{point:?}");
        assert_eq!((&point.qualities[..], &point.times[..]), (&[2][..], &[3][..]));
    }

    #[test]
    fn what_stands_for_the_device_does_not_change() {
        assert!(points("LLN0", SPS).is_empty());
        assert!(points("LPHD1", SPS).is_empty());
        assert!(points("XCBR1", &SPS.replace("Ind", "Loc")).is_empty());
        assert!(points("GGIO1", "DO(Mod 0){\nDA(stVal 0 12 0 1 0)=1;\n}").is_empty());
    }

    #[test]
    fn objects_of_commands_are_left_to_clients() {
        let object = |model: u8| {
            format!(
                "DO(Pos 0){{\nDA(stVal 0 25 0 1 0);\nDA(ctlModel 0 12 4 0 0)={model};\nDA(Oper 0 27 12 0 0){{\nDA(ctlVal 0 0 12 0 0);\n}}\n}}"
            )
        };
        assert!(points("CSWI1", &object(4)).is_empty());
        assert_eq!(points("CSWI1", &object(0)).len(), 1);
    }

    #[test]
    fn measurands_swing_around_their_first_value_and_angles_around_those_of_their_phase() {
        let points = points(
            "MMXU1",
            "DO(PhV 0){\nDO(phsB 0){\nDA(cVal 0 27 1 1 0){\nDA(mag 0 27 1 1 0){\nDA(f 0 10 1 1 0)=230;\n}\nDA(ang 0 27 1 1 0){\nDA(f 0 10 1 1 0);\n}\n}\n}\n}",
        );
        let means: Vec<_> = points[0]
            .values
            .iter()
            .map(|(number, wave)| match wave {
                Wave::Sine { mean, .. } => (*number, *mean),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(means, [(4, 230.0), (6, -120.0)]);
    }

    #[test]
    fn counters_count_from_their_first_value() {
        let points = points("MMTR1", "DO(TotWh 0){\nDA(actVal 0 4 0 1 0)=1000;\n}");
        let (_, wave) = points[0].values[0];
        assert_eq!(wave.at(0.0), Sample::Integer(1000));
        assert!(matches!(wave, Wave::Counter { per_second, .. } if per_second >= 1.0));
    }

    /// The server numbers nodes as the plan does.
    #[test]
    fn numbers_are_those_of_the_server() {
        use iec61850::server::config::Config;
        use iec61850::server::space::Space;
        let model = || crate::load::load(None, &Default::default()).expect("the sample");
        let points = plan(&model());
        let (space, _) = Space::build(model(), Config::default().blocks).expect("a name space");
        assert!(points.len() > 50, "{}", points.len());
        for point in points {
            let name = |id: &NodeId| space.data_node(*id).map(|node| node.name.clone());
            for (id, _) in &point.values {
                let node =
                    space.data_node(*id).and_then(|node| node.attribute.as_ref()).expect("an attribute");
                assert!(matches!(node.fc, FunctionalConstraint::ST | FunctionalConstraint::MX));
                assert_ne!(node.data_type, data_type::CONSTRUCTED);
            }
            assert!(point.qualities.iter().all(|id| name(id).as_deref() == Some(b"q")));
            assert!(point.times.iter().all(|id| name(id).as_deref() == Some(b"t")));
        }
    }
}
