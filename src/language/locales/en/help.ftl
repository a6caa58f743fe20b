# The help of the command line. help-COMMAND is what a command does, help-COMMAND-more what stands below
# its options, help-COMMAND-OPTION an option, help-COMMAND-OPTION-VALUE a value of it. What several
# commands say alike is help-any-OPTION.
help-jiedui = Pairs agencies with villages and cadres with households (结对), at the least cost it can find, and says how far from the best possible that can be
help-jiedui-more =
    INSTANCE is a folder of CSV files with an instance.toml, or an .xlsx workbook.

    Exit codes:
      0    done
      1    the answer is no: no plan exists, or a rule is broken
      2    bad usage or bad input, every fault named with file, row and column
      3    the limit came before any feasible plan
      70   a mistake in the program itself; please report it
      130  ended by Ctrl-C, nothing kept

# What several commands have
help-any-help = Print help
help-any-help-long = Print help; -h prints it in short
help-any-version = Print the version
help-any-lang = The language of what people read. [default: that of the locale, else English]
help-any-lang-en = English
help-any-lang-zh = Chinese (中文)
help-any-instance = The instance: a folder or an .xlsx workbook
help-any-plan = The plan's folder
help-any-previous = Last year's plan, instead of the instance's own: changes against it cost something
help-any-method = How to solve
help-any-iterations = Iterations (moves tried) that each solve may take
help-any-seed = The seed of everything random
help-any-threads = Threads to use. [default: all there are]
help-any-quiet = Say nothing but results and errors
help-help = Print this help, or that of a command

help-plan = Solve an instance and write the plan: who leads, who is attached, who helps whom, the teams
help-plan-out = The folder to write; a plan that is there already is replaced
help-plan-method-auto = Whatever suits the size and the limit
help-plan-method-exact = The integer program, after a short search, until the plan is proven; for small instances
help-plan-method-search = The parallel heuristic: good plans soon, without a bound
help-plan-time-limit = Seconds the solve may take
help-plan-iterations = Iterations (moves tried) the search may take
help-plan-gap = Relative gap that is good enough: 0.01 stops within one percent of the best possible
help-plan-warm-start = A plan to start from, of which any table or row may be missing; it costs and binds nothing. [default: last year's plan, where there is one]
help-plan-cold = Start from nothing, even where there is last year's plan
help-plan-max-changes = Changed pairings a plan may have at most, against last year's plan
help-plan-json = Write the summary to standard output as JSON; costs are in millipoints, 1000 are one point
help-plan-replay = Make the plan of a summary.json again, byte by byte, or say what differs; INSTANCE, if given, is where its instance lies now
help-plan-quiet = Say nothing but errors
help-plan-more =
    Ctrl-C ends the solve early and keeps the best plan so far; a second Ctrl-C leaves without it.
    Whatever the solver answers is judged by `check` before it is written.

    Last year's plan (the instance's own, or --previous) enters the cost: each changed pairing and lead
    has its price. It is the start of the search, too, unless --cold. --warm-start names another plan to
    start from, whole or in part: its pairings, leads and teams are taken over as far as the rules let
    them, and then given up where that pays; it enters no cost. A pin (pins.csv) is neither: it must
    hold. --max-changes is a hard limit beside the price: households whose helper of last year is still
    there but no longer helps them. If no plan within it is found, the exit code is 3; if none exists,
    1.

    Limits: 20 s where neither --time-limit nor --iterations is given. With --iterations alone the same
    seed gives the same plan on any machine, whatever --threads.

help-check = Judge a plan: every broken rule and every cost term, computed apart from the solvers
help-check-json = Write the judgement as JSON; costs are in millipoints, 1000 are one point
help-check-more =
    Exit code 0 where every rule holds, 1 where one is broken. A summary.json that claims another cost
    or another instance than the tables have is told, and does not change the exit code.

help-diff = Tell what changed between two plans, why each change came about, and what both cost
help-diff-earlier = The folder of the plan before
help-diff-after = The folder of the plan after
help-diff-instance = The instance that the plan after was made for: a folder or an .xlsx workbook
help-diff-before = The instance that the plan before was made for
help-diff-json = Write the changes as JSON; costs are in millipoints, 1000 are one point
help-diff-more =
    Without an instance only the changes are told; with the one that AFTER was made for, each change has
    its reason and the plans their costs, term by term. --before names the instance that BEFORE was made
    for: then transfers and moves are known, and BEFORE is priced by its own rules.

    Exit code 0, whether the plans differ or not; the first line says which.

help-whatif = Plan changed rosters from a baseline, with little disruption, side by side
help-whatif-baseline = The plan that is there: what to start from, and what changes are counted against
help-whatif-scenario = A file of edits; may be given several times
help-whatif-out = The folder to write
help-whatif-freeze = Keep all that the change does not touch: pairings, leads, teams
help-whatif-or-thaw = With --freeze: where no such plan is found, plan without it
help-whatif-disruption = Also tell what fewer or more changed pairings would cost, as a table and a picture
help-whatif-points = Points of that curve, at least
help-whatif-sample = Draw so many random rosters instead
help-whatif-leave-rate = Probability that a cadre is on leave, 0 to 1
help-whatif-from = The first sample to draw
help-whatif-to = The sample to stop before
help-whatif-summarise = Put lines of earlier samples together instead of drawing any
help-whatif-method-auto = The search; where that finds no plan of a small instance, all there is
help-whatif-method-search = The search alone
help-whatif-method-exact = The integer program, after a short search; for small instances
help-whatif-time-limit = Seconds each scenario may take, and each point of a curve. [default: 1, a point 5; none with --iterations]
help-whatif-iterations = Iterations (moves tried) each may take; then the plans are the same on any machine
help-whatif-threads = Threads to use, shared by the scenarios. [default: all there are]
help-whatif-instances = Also write each changed instance, to OUT/<scenario>/instance, so that its plan can be checked
help-whatif-redact = Leave the reasons of pins out of all files; with --instances, mask names (to the surname) and phones
help-whatif-json = Write the table as JSON; costs are in millipoints, 1000 are one point
help-whatif-more =
    A scenario is a TOML file of edits; keys are the columns of the tables, an id may be a list of ids:

      name = "retirements"                  # else the name of the file
      {"["}cadres]
      remove = ["C0311", "C0007"]           # also on_leave, back
      {"["}[cadres.transfer]]                   # also cadres.add (a full record), cadres.promote
      cadre_id = ["C0020", "C0021"]
      agency_id = "A03"
      {"["}[households.move]]                   # also households.add, .remove, .cause
      household_id = "H00017"
      village_id = "V02"
      {"["}villages]
      leave = ["V09"]                       # also [[villages.join]] (with its households), .type
      {"["}[agencies.merge]]                    # also agencies.split, .close, .add
      agency_id = "A05"
      into = "A03"
      {"["}settings]                            # any key of instance.toml
      quota.staff = 2
      {"["}[pins.add]]                          # also pins.remove
      kind = "lead"
      subject_id = "A03"
      object_id = "V02"
      mode = "require"

    The baseline is the plan that all start from, and the previous plan that changes are counted and
    charged against. Each scenario's plan, with changes.csv (who changes from whom to whom, and why),
    goes to OUT/<scenario>; the table of all to OUT/scenarios.csv and .json.

    With --sample each line of standard output is one random roster, and the last one their summary;
    sample I depends on the seed and I only, so ranges can be drawn on several machines and put together
    by --summarise.

    Ctrl-C ends early and keeps what is finished. Exit code 0 where every scenario has a plan, 1 where
    one has none, 3 where the limit came before one was found.

help-explain = Explain a decision of a plan: what it costs, what narrowed it, what each alternative would cost
help-explain-household = Explain who helps this household
help-explain-cadre = Explain what this cadre does
help-explain-village = Explain who leads and assists this village, and its team
help-explain-agency = Explain where this agency works
help-explain-alternatives = Alternatives to solve for, for each decision
help-explain-time-limit = Seconds that all solves may take together. [default: 10]
help-explain-json = Write the explanation as JSON; costs are in millipoints, 1000 are one point
help-explain-more =
    Costs are told three ways. Every term has one carrier (a household its way, a cadre its hamlets, a
    village its links, an agency its balance), so that all carriers add up to the plan's objective.
    `direct` is the one move that makes an alternative true, all else as it is. The difference before it
    is that after the best repair: everything is solved again with the alternative demanded. `at most`
    means that a plan with it is known; `proven` that there is none cheaper. Where the instance is too
    large for proofs, a few villages near the decision are solved again instead, with and without the
    alternative, and `near` is the difference between the two.

    Exit code 1 where the plan breaks a rule: `jiedui check` tells which.

help-diagnose = Say whether any plan can exist; if none can, which facts conflict and the least change that mends them
help-diagnose-json = Write the diagnosis as JSON
help-diagnose-time-limit = Seconds the diagnosis may take
help-diagnose-more =
    Exit code 0 where a plan exists, 1 where none does, 3 where the limit came before either was known.
    Every change that is named was made in a copy of the data, and the plan that is then possible was
    judged by `check`, unless it says otherwise.

help-report = Write a plan for people: a web page with map, tables and figures that needs no network, a workbook, contact cards to print, and the public list of first secretaries
help-report-out = The folder to write the report into
help-report-redact = Mask names (to the surname) and phones: for everything that leaves the office
help-report-with-names = Name the households, too; without this they are known by their ids
help-report-font = A font file with Chinese characters, for PDFs. [default: one of the system]
help-report-previous = Last year's plan to compare with, instead of the instance's own
help-report-more =
    Written are index.html, plan.xlsx, cards.html and cards.pdf (contact cards, 8 on an A4 sheet, with
    cut marks), cards/VILLAGE.html and .pdf, and public-list.html (the first secretaries as the county
    publishes them).

    A report takes the place of the one before it in the same folder; files of others stay. Its files
    name cadres and their phones: only their owner may read them. What leaves the office should be made
    with --redact. Households are known by their ids alone, unless --with-names.

    Exit code 0 where the plan keeps all rules, 1 where it breaks one: the report is written all the
    same, and says so at its top.

help-generate = Write a synthetic instance; everything in it is invented
help-generate-preset = The size
help-generate-preset-tiny = 2 agencies, 2 villages: small enough to try every plan
help-generate-preset-township = About 12 agencies, 9 villages, 420 cadres, 520 households
help-generate-preset-county = 99 agencies, 86 villages, 4,800 cadres, 5,900 households
help-generate-preset-prefecture = Ten counties' worth in one instance
help-generate-variant = One thing changed, for benchmarks on other shapes
help-generate-variant-few-agencies = A third of the agencies, each of which may lead 4 villages and be attached to 12
help-generate-variant-half-demand = Half the households for the same cadres
help-generate-variant-dear-links = An attachment costs 400 points
help-generate-variant-dear-balance = Excess way costs ten times as much, and none is allowed
help-generate-variant-given-roads = Given road lengths, and given charges for three in ten attachments
help-generate-times = So many times as many of everything, as counties side by side
help-generate-seed = The seed from which everything is drawn
help-generate-out = The folder to write
help-generate-more =
    The same preset and seed give the same bytes on every machine. An instance that is there already is
    replaced.

help-template = Write a workbook to fill in: a sheet a table, with notes, drop-down lists and limits
help-template-from = Fill it with this instance, a folder or an .xlsx workbook, instead of example rows
help-template-out = The .xlsx file to write
help-template-redact = With --from: mask names (to the surname) and phones, and leave out the reasons of pins
help-template-more =
    Sheets, headers, notes and lists are Chinese with --lang zh, else English; both are read. The
    example rows have ids that begin with example- or 示例-; delete them before you plan.

help-convert = Write an instance as a workbook, or as a folder
help-convert-out = The folder or .xlsx file to write
help-convert-redact = Mask names (to the surname) and phones, and leave out the reasons of pins
help-convert-more =
    A path that ends with .xlsx is written as a workbook, any other as a folder. There and back changes
    nothing: the instance has the same digest, the folder the same tables. Only the owner may read the
    files, which hold names and phones. With --redact plans of the one are plans of the other, but the
    digests differ.

help-export = Write the whole integer program as an MPS file, for any other solver
help-export-out = The file to write; `-` for standard output
help-export-more = Every rule and every cost term is in it. Costs are in millipoints: 1000 are one point.

help-bench = Compare methods, seeds and limits on instances: a table, a CSV and a picture of gap against time
help-bench-instances = The instances: folders or .xlsx workbooks
help-bench-out = The folder for runs.csv, traces.csv, table.md, curves.svg and curves.png
help-bench-methods = How to solve
help-bench-methods-search = The parallel heuristic, from the plan in previous/ where there is one
help-bench-methods-cold = The same from nothing
help-bench-methods-exact = The integer program in stages, by HiGHS
help-bench-methods-auto = Whatever `plan` does without a method
help-bench-methods-whole = The exported program given to HiGHS as it is
help-bench-seeds = Seeds: a list, or a range with both its ends
help-bench-limits = Seconds a run may take; each limit is a run of its own. [default: 10]
help-bench-iterations = Iterations a run of search or auto may take, instead of seconds
help-bench-threads = Threads to use; several numbers show what threads gain. [default: all there are]
help-bench-runs = How often to do all that
help-bench-within = Percents above the best known; the time to each is told
help-bench-best-known = A CSV file of best-known plans: digest, name, objective (millipoints), how
help-bench-update-best = Write better plans' costs back to the file of --best-known
help-bench-log = A log of HiGHS, SCIP or CP-SAT run on the exported program
help-bench-plan = A plan folder of any origin
help-bench-more =
    Each run is a process of its own and goes the way of `jiedui plan`; its plan is judged by `check`.
    Methods alternate, so that what else the machine does falls on all of them alike. Gaps are told
    against the best plan known: of the file of --best-known, of these runs and of plans given. Ctrl-C
    ends early; what is finished is kept.

    Limits: 10 s where neither --limits nor --iterations is given. With --iterations, search and auto
    run to these counts instead, and --limits is for exact and whole.

help-completions = Write the completions of a shell to standard output
help-completions-shell = The shell

help-man = Write manual pages (man): one for the program, one for each command
help-man-out = The folder to write them into
