//! An integer program as a list of columns and rows, built with `good_lp` and written by us.
//!
//! `good_lp` holds the variables and rows and hands them to HiGHS; the positions of the columns are
//! kept beside them, because a start vector, a solution and an MPS file all need them.

use std::collections::HashMap;

use good_lp::{Constraint, Expression, ProblemVariables, Solver, SolverModel, Variable, variable};
use serde::{Deserialize, Serialize};

/// A column of the program, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(u32);

impl Column {
    /// Position among the columns.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The left-hand side of a row: columns and their coefficients.
pub(super) type Terms = Vec<(Column, i64)>;

/// The sense of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// At most.
    AtMost,
    /// At least; kept as the negated "at most".
    AtLeast,
    /// Equal.
    Equal,
}

/// Minimise the costs of integer columns between 0 and their upper bounds, subject to rows.
pub struct Program {
    variables: ProblemVariables,
    columns: Vec<Variable>,
    positions: HashMap<Variable, u32>,
    objective: Expression,
    costs: Vec<i64>,
    rows: Vec<Constraint>,
}

impl Default for Program {
    fn default() -> Self {
        Self::new()
    }
}

impl Program {
    /// A program without columns and rows.
    #[must_use]
    pub fn new() -> Self {
        Self {
            variables: ProblemVariables::new(),
            columns: Vec::new(),
            positions: HashMap::new(),
            objective: Expression::default(),
            costs: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Adds an integer column from `lower` to `upper` (`None`: no limit) with a cost a unit.
    pub fn integer(&mut self, name: String, lower: i64, upper: Option<i64>, cost: i64) -> Column {
        let definition = variable().integer().name(name);
        self.add(definition, lower, upper, cost)
    }

    /// Adds a continuous column; used where integer rows make it whole by themselves.
    pub fn continuous(&mut self, name: String, upper: Option<i64>, cost: i64) -> Column {
        let definition = variable().name(name);
        self.add(definition, 0, upper, cost)
    }

    fn add(
        &mut self,
        definition: good_lp::VariableDefinition,
        lower: i64,
        upper: Option<i64>,
        cost: i64,
    ) -> Column {
        let most = upper.map_or(f64::INFINITY, |u| u as f64);
        let variable = self.variables.add(definition.min(lower as f64).max(most));
        let position = self.columns.len() as u32;
        self.columns.push(variable);
        self.positions.insert(variable, position);
        self.costs.push(cost);
        if cost != 0 {
            self.objective.add_mul(cost as f64, variable);
        }
        Column(position)
    }

    /// Adds the row Σ coefficient × column (sense) `bound`. A column may stand more than once.
    pub fn row(&mut self, name: String, terms: &[(Column, i64)], sense: Sense, bound: i64) {
        let sign = if sense == Sense::AtLeast { -1 } else { 1 };
        let mut expression = Expression::with_capacity(terms.len());
        for &(column, coefficient) in terms {
            expression.add_mul((sign * coefficient) as f64, self.columns[column.index()]);
        }
        let bound = (sign * bound) as f64;
        let row = match sense {
            Sense::Equal => expression.eq(bound),
            Sense::AtMost | Sense::AtLeast => expression.leq(bound),
        };
        self.rows.push(row.set_name(name));
    }

    /// Number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Number of rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Cost of each column, millipoints a unit.
    #[must_use]
    pub fn costs(&self) -> &[i64] {
        &self.costs
    }

    /// Each column's name, bounds and kind with its cost: what an MPS file needs.
    pub(super) fn described(
        &self,
    ) -> impl Iterator<Item = (&good_lp::VariableDefinition, i64)> + '_ {
        let definitions = self.variables.iter_variables_with_def().map(|(_, d)| d);
        definitions.zip(self.costs.iter().copied())
    }

    /// Each row: name, whether it is an equation (else "at most"), (column position, coefficient)
    /// in column order, right-hand side.
    pub(super) fn described_rows(
        &self,
    ) -> impl Iterator<Item = (&str, bool, Vec<(u32, f64)>, f64)> + '_ {
        self.rows.iter().map(|row| {
            let mut terms: Vec<(u32, f64)> = coefficients(row.expression())
                .into_iter()
                .map(|(variable, coefficient)| (self.positions[&variable], coefficient))
                .collect();
            terms.sort_unstable_by_key(|&(position, _)| position);
            let bound = -good_lp::IntoAffineExpression::constant(row.expression());
            (row.name().unwrap_or_default(), row.is_equality(), terms, bound)
        })
    }

    /// Hands the program to a solver of `good_lp`.
    pub(super) fn using<S: Solver>(self, solver: S) -> S::Model {
        let mut model = self.variables.minimise(self.objective).using(solver);
        for row in self.rows {
            model.add_constraint(row);
        }
        model
    }
}

/// A program without names, to be written and read: what HiGHS is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Plain {
    columns: Vec<PlainColumn>,
    rows: Vec<PlainRow>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct PlainColumn {
    integer: bool,
    lower: i64,
    upper: Option<i64>,
    cost: i64,
}

/// Σ coefficient × column is `bound` in an equation, else at most that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct PlainRow {
    equation: bool,
    terms: Vec<(u32, i64)>,
    bound: i64,
}

impl From<Program> for Plain {
    fn from(program: Program) -> Self {
        let columns = program.described().map(|(definition, cost)| PlainColumn {
            integer: definition.is_integer(),
            lower: definition.get_min() as i64,
            upper: Some(definition.get_max()).filter(|max| max.is_finite()).map(|max| max as i64),
            cost,
        });
        let rows = program.described_rows().map(|(_, equation, terms, bound)| PlainRow {
            equation,
            terms: terms.into_iter().map(|(column, factor)| (column, factor as i64)).collect(),
            bound: bound as i64,
        });
        Self { columns: columns.collect(), rows: rows.collect() }
    }
}

impl From<Plain> for Program {
    fn from(plain: Plain) -> Self {
        let mut program = Self::new();
        for PlainColumn { integer, lower, upper, cost } in plain.columns {
            let definition = if integer { variable().integer() } else { variable() };
            program.add(definition, lower, upper, cost);
        }
        for PlainRow { equation, terms, bound } in plain.rows {
            let sense = if equation { Sense::Equal } else { Sense::AtMost };
            let terms: Terms = terms.into_iter().map(|(i, factor)| (Column(i), factor)).collect();
            program.row(String::new(), &terms, sense, bound);
        }
        program
    }
}

fn coefficients(expression: &Expression) -> Vec<(Variable, f64)> {
    use good_lp::IntoAffineExpression;
    expression.linear_coefficients().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_the_same_after_it_was_written_and_read() {
        let mut program = Program::new();
        let x = program.integer("x".to_owned(), 1, Some(9), -3);
        let y = program.integer("y".to_owned(), 0, None, 5);
        let z = program.continuous("z".to_owned(), Some(4), 0);
        program.row("a".to_owned(), &[(x, 2), (z, -7), (x, 1)], Sense::AtLeast, 6);
        program.row("b".to_owned(), &[(y, 1)], Sense::Equal, 0);
        let plain = Plain::from(program);
        assert_eq!(plain.rows[0].terms, [(0, -3), (2, 7)]);
        assert_eq!((plain.rows[0].bound, plain.rows[1].equation), (-6, true));
        let written = serde_json::to_string(&plain).unwrap();
        let read: Plain = serde_json::from_str(&written).unwrap();
        assert_eq!(Plain::from(Program::from(read)), plain);
    }
}
