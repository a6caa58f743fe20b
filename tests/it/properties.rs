//! What holds of every instance, tried on instances of every shape that the tests know.
//!
//! No case has an expected plan or cost: each property ties two answers of the program together. A
//! failure names the shape and the seed, which make the instance again.

mod cadres;
mod limits;
mod names;
mod plans;
mod repeat;
mod scaling;
mod shapes;

use jiedui::model::data::InstanceData;
use jiedui::model::{Instance, Plan};

use crate::exact::proven;

/// The instance of these records.
fn made(data: &InstanceData, context: &str) -> Instance {
    Instance::new(data.clone()).unwrap_or_else(|faults| panic!("{context}: {faults:?}"))
}

/// The best plan of these records with its cost; `None` where it is proven that there is none.
fn best(data: &InstanceData, context: &str) -> Option<(Plan, i64)> {
    proven(&made(data, context), context)
}

/// The cost alone.
fn optimum(data: &InstanceData, context: &str) -> Option<i64> {
    best(data, context).map(|(_, cost)| cost)
}

/// Whether what can cost `new` is as good as what can cost `old`: anything is where there was no plan.
fn no_worse(new: Option<i64>, old: Option<i64>) -> bool {
    old.is_none_or(|old| new.is_some_and(|new| new <= old))
}
