//! What is known of the device that is to be restarted.

use unstuck_diagnosis::{Body, Device, Lookalikes, device, named};
use unstuck_link::mux::Transport;
use unstuck_link::{Attached, Lockdown};
use unstuck_vault::Layout;

use super::Context;
use crate::commands::versions::kept::Phone;
use crate::home;
use crate::report::{Report, code};

/// How the device became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It is connected and says so.
    Connected,
    /// It is connected and silent; a kept backup of it says so.
    Remembered,
    /// By a name that was given.
    Named,
    /// Chosen from the families.
    Chosen,
}

impl How {
    /// The word of the JSON object.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Remembered => "remembered",
            Self::Named => "named",
            Self::Chosen => "chosen",
        }
    }
}

/// A device, as far as it is known.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) how: How,
    pub(super) body: Body,
    pub(super) lookalikes: Lookalikes,
    /// The model, where it is known and one.
    pub(super) model: Option<Device>,
    /// What it is called: the owner's name, the model, the family.
    pub(super) title: String,
    pub(super) ios: Option<String>,
    /// The newest that it takes: the likeliest where nothing else is known.
    pub(super) newest_ios: Option<&'static str>,
    /// It answers over the cable or Wi-Fi.
    pub(super) answers: bool,
    /// Where it is connected by cable: so it can be seen to come back.
    pub(super) attached: Option<Attached>,
}

/// What was found.
pub(super) enum Found {
    One(Box<Known>),
    /// Any of these families.
    Several(Vec<Body>),
    /// One is connected that does not say what it is, so it can be any.
    Silent,
    /// Nothing is connected.
    Nothing,
}

impl Known {
    /// A family that somebody chose.
    pub(super) fn chosen(body: Body) -> Self {
        Self {
            how: How::Chosen,
            body,
            lookalikes: Lookalikes::of_body(body),
            model: None,
            title: body.models().to_owned(),
            ios: None,
            newest_ios: None,
            answers: false,
            attached: None,
        }
    }

    fn of_model(how: How, model: Device, title: String) -> Self {
        Self {
            how,
            body: model.body(),
            lookalikes: model.lookalikes(),
            model: Some(model),
            title,
            ios: None,
            newest_ios: Some(model.newest_ios),
            answers: false,
            attached: None,
        }
    }
}

/// By a name that a person typed.
pub(super) fn by_name(name: &str) -> Result<Found, Report> {
    if let Some(body) = Body::from_id(&name.trim().to_ascii_lowercase()) {
        return Ok(Found::One(Box::new(Known::chosen(body))));
    }
    if name.trim().eq_ignore_ascii_case("any") {
        return Ok(Found::Several(Body::ALL.to_vec()));
    }
    let models = named(name);
    let mut bodies: Vec<Body> = models.iter().map(Device::body).collect();
    bodies.sort_unstable();
    bodies.dedup();
    match (bodies.as_slice(), models.first()) {
        ([body], Some(first)) => {
            let title = title_of(&models);
            let mut known = Known::of_model(How::Named, *first, title);
            known.lookalikes = Lookalikes {
                action: models.iter().any(|model| model.lookalikes().action),
                camera: models.iter().any(|model| model.lookalikes().camera),
            };
            known.body = *body;
            known.model = Some(*first).filter(|_| models.len() == 1);
            Ok(Found::One(Box::new(known)))
        }
        ([], _) | (_, None) => Err(unknown(name)),
        (several, _) => Ok(Found::Several(several.to_vec())),
    }
}

/// `iPhone 7 Plus` for its two models, `iPad mini (6th gen)` for Wi-Fi and Cellular; `iPhone 12
/// and the like` for many.
fn title_of(models: &[Device]) -> String {
    let whole = |model: &Device| model.name.to_owned();
    let less = |model: &Device| match model.name.split_once(", ") {
        Some((front, _)) => format!("{front})"),
        None => model.name.to_owned(),
    };
    let base = |model: &Device| match model.name.split_once(" (") {
        Some((base, _)) => base.to_owned(),
        None => model.name.to_owned(),
    };
    let Some(first) = models.first() else { return String::new() };
    let ways: [&dyn Fn(&Device) -> String; 3] = [&whole, &less, &base];
    let agreed = ways.iter().find(|way| models.iter().all(|model| way(model) == way(first)));
    agreed.map_or_else(|| format!("{} and the like", base(first)), |way| way(first))
}

fn unknown(name: &str) -> Report {
    let name: String = name.chars().take(60).collect();
    Report::new(code::USAGE, format!("No model is known by the name {name:?}."))
        .saw("It is one of Apple's, or the name is spelled in a way that Unstuck does not know.")
        .next("See the families and how to tell them apart: unstuck restart-steps any")
        .next(
            "An iPhone newer than this Unstuck, without a Home button, is most likely like \
             those before: unstuck restart-steps iphone-no-home",
        )
        .next("The model stands in Settings > General > About, and on the box.")
}

/// The one that is connected.
pub(super) async fn connected(
    context: &mut Context<'_>,
    udid: Option<&str>,
) -> Result<Found, Report> {
    // Nothing connected, or no service to ask, is no failure here: a phone that hangs may have
    // left the bus.
    let mut all = context.muxer.list().await.unwrap_or_default();
    all.sort_by(|a, b| a.udid.cmp(&b.udid));
    all.dedup_by(|a, b| a.udid == b.udid);
    if let Some(udid) = udid {
        all.retain(|attached| attached.udid.eq_ignore_ascii_case(udid));
        if all.is_empty() {
            return Err(Report::new(code::NO_PHONE, "That device is not connected.")
                .saw(format!("No device {udid} is in reach."))
                .next("Name its model: unstuck restart-steps \"iPhone 13\""));
        }
    }
    let mut found = Vec::new();
    for attached in &all {
        found.push(ask(context, attached).await);
    }
    match found.len() {
        0 => Ok(Found::Nothing),
        1 => Ok(found.pop().flatten().map_or(Found::Silent, |known| Found::One(Box::new(known)))),
        _ => {
            let mut report = Report::new(code::USAGE, "Several devices are connected.")
                .next("Name one with --device UDID.");
            for (attached, known) in all.iter().zip(&found) {
                let title = known.as_ref().map_or("does not answer", |known| &known.title);
                report = report.saw(format!("{}: {title}", attached.udid));
            }
            Err(report)
        }
    }
}

/// What a connected device says of itself; neither trust nor an unlocked screen is needed. One
/// that does not answer may be known from its backups.
async fn ask(context: &Context<'_>, attached: &Attached) -> Option<Known> {
    let mut known = match say(context, attached).await {
        Some(known) => known,
        None => {
            let model = remembered(context, &attached.udid)?;
            let title = format!("{} (by its last backup: it does not answer now)", model.name);
            Known::of_model(How::Remembered, model, title)
        }
    };
    known.answers = known.how == How::Connected;
    known.attached = Some(attached.clone()).filter(|one| one.transport != Transport::Network);
    Some(known)
}

/// What the newest version of its backups says of it.
fn remembered(context: &Context<'_>, udid: &str) -> Option<Device> {
    let folder = if context.simulated { "simulated" } else { "backups" };
    let phone = Phone::look(Layout::new(&home::home()?.join(folder), udid)).ok()?;
    device(phone.version(None).ok()?.about("product-type")?)
}

async fn say(context: &Context<'_>, attached: &Attached) -> Option<Known> {
    let mut lockdown = Lockdown::open(&context.muxer, attached).await.ok()?;
    let mut values = Vec::new();
    for key in ["ProductType", "ProductVersion", "DeviceName"] {
        let value = lockdown.value(key).await.ok().flatten();
        values.push(value.and_then(plist::Value::into_string));
    }
    let name = values.pop().flatten();
    let ios = values.pop().flatten();
    let model = device(&values.pop().flatten()?)?;
    let title = match name {
        Some(name) => format!("{name} ({})", model.name),
        None => model.name.to_owned(),
    };
    let mut known = Known::of_model(How::Connected, model, title);
    known.ios = ios;
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_say_what_all_models_meant_have_in_common() {
        let title = |name: &str| title_of(&named(name));
        assert_eq!(title("iphone 13 mini"), "iPhone 13 mini");
        assert_eq!(title("iphone 7 plus"), "iPhone 7 Plus");
        assert_eq!(title("ipad mini 6th gen"), "iPad mini (6th gen)");
        assert_eq!(title("iphone se2"), "iPhone SE (2nd gen)");
        assert!(title("iphone pro").ends_with(" and the like"));
    }
}
