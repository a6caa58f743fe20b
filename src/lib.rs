//! **jiedui** (结对, "to pair up") pairs agencies with villages and cadres with households, at the
//! least cost it can find, and says how far from the best possible that can be.
//!
//! # The flow
//!
//! ```text
//! files ── input ──▶ InstanceData ──▶ Instance ── solve ──▶ Outcome ──▶ Plan ──▶ PlanTables
//!            │         (model)         (model)      │                              │
//!            ▼                                      ├ exact   HiGHS             check ──▶ Report
//!      every fault, with                            ├ search  heuristic            │
//!      file, row, column                            └ bound                        ▼
//!                                                                      report ──▶ folders, text
//! ```
//!
//! [`input`] reads the county's tables, [`model`] makes a valid instance of them, [`solve`] finds a
//! plan and a bound, [`check`] judges the plan, [`report`] writes it for people, [`cli`] is the
//! command line around all that. [`generate`] makes instances out of nothing; [`analyse`] sums up many
//! solves, explains plans and what becomes of them when facts change. [`language`] has the words for all this,
//! in Chinese and English.
//!
//! # What always holds
//!
//! - An [`model::Instance`] is valid or does not exist: its fields are private, its tables sorted by
//!   id and indexed densely, and the only way to one is [`model::Instance::new`], which tells every
//!   fault of its data. There are no setters.
//! - The order of rows and columns in the files changes nothing.
//! - Costs are whole [`model::Millipoints`] in 64 bits, lengths whole [`model::Metres`]: two programs
//!   that read the same files agree to the last digit.
//! - A [`model::Outcome`] never says more than is known: a plan cut off by a limit is not called
//!   optimal, a limit without a plan not infeasible, and the bound is one.
//! - No plan is written that [`check`] rejects, nor with another cost than `check` finds. It shares
//!   nothing with the solvers.
//! - One seed gives every random stream. A solve limited by iterations ends in the same plan on any
//!   number of threads.
//! - Whatever else a solve is told by the clock, by HiGHS or by what runs beside it passes through
//!   [`solve::Control`], which can keep it and tell it again: every plan can be repeated.
//! - Files are written whole or not at all.
//! - HiGHS, which is C++, works in a process of its own: should that end, the plan does not.
//!
//! # Who may name whom
//!
//! ```text
//! main → cli → { input, report, analyse, solve, generate }
//! analyse → { solve, check, model }
//! solve → { exact, search, bound } → solve::{ apart, control, costs, staffing, fixing } → model
//! check → model        report → { model, the result types of analyse and check }
//! input → model        generate → model        model → language → nothing of ours
//! ```
//!
//! An arrow reaches as far as arrows lead. `exact`, `search` and `check` never import each other;
//! only `exact` and `bound` name the LP libraries; only `input`, `report`, `cli` and `main` touch
//! files; only `main` exits. A test (`tests/it/house.rs`) reads the sources and holds all this.
//!
//! # Glossary
//!
//! | English | 中文 | |
//! |---|---|---|
//! | pairing | 结对 | a cadre helps a household |
//! | agency | 单位 | an office of the county, with a category |
//! | village | 村 | has a type, hamlets and households |
//! | cadre | 干部 | works at an agency, has a rank and a role |
//! | household | 户 | poor for a cause, to be helped by one cadre |
//! | lead agency | 牵头单位 | the one agency responsible for a village |
//! | assisting agency | 协助单位 | attached to a village beside the lead |
//! | attachment | 挂点 | an agency and a village where it works; its cadres may be posted there |
//! | work team, "1+X" | 驻村工作组 | one leader and X members from the lead agency |
//! | first secretary | 第一书记 | one of the X members, fit for the village's party branch |
//! | hamlet | 自然村 | a part of a village |
//! | quota | 4/3/2/1 | households a cadre helps, by rank |
//! | pin | – | a decision that is demanded or ruled out beforehand |

// Unsafe code is forbidden but below `solve`, where `solve::exact::callback` alone has some (a test holds that).
#[forbid(unsafe_code)]
pub mod analyse;
#[forbid(unsafe_code)]
pub mod check;
#[forbid(unsafe_code)]
pub mod cli;
#[forbid(unsafe_code)]
pub mod generate;
#[forbid(unsafe_code)]
pub mod input;
#[forbid(unsafe_code)]
pub mod language;
#[forbid(unsafe_code)]
pub mod model;
#[forbid(unsafe_code)]
pub mod report;
pub mod solve;
