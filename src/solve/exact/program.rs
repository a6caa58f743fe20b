//! An integer program as a list of columns and rows, built with `good_lp` and written by us.
//!
//! `good_lp` holds the variables and rows and hands them to HiGHS; the positions of the columns are
//! kept beside them, because a start vector, a solution and an MPS file all need them.

use std::collections::HashMap;

use good_lp::{Constraint, Expression, ProblemVariables, Solver, SolverModel, Variable, variable};

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

fn coefficients(expression: &Expression) -> Vec<(Variable, f64)> {
    use good_lp::IntoAffineExpression;
    expression.linear_coefficients().collect()
}
