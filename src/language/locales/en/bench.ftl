# What `bench` says beside its CSV files
bench-beginning = { $runs } runs, their time limits sum to { $seconds } s; Ctrl-C ends early and keeps what is finished
bench-run = { $instance } { $method }, { $limit }, { $threads }, seed { $seed }
bench-run-plan = { $cost } in { $seconds } s
bench-run-no-plan = no plan in { $seconds } s
bench-broke-down = broke down: { $how }
bench-unreadable-answer = its answer cannot be read: { $error }
bench-limit-seconds = { $seconds } s
bench-limit-iterations = { $count } iterations
bench-threads = { $count ->
    [one] 1 thread
   *[other] { $count } threads
}
bench-mistake =
    internal error in the run { $run }: { $mistake }
    please report this with the version ({ $version }) and the instance (digest { $digest })
bench-changed = { $path } was changed while bench was running
bench-nothing-to-limit = --limits has nothing to limit: with --iterations, search and auto run to counts
bench-iterations-alone = --iterations limits search and auto; give --limits for { $method }, too
bench-no-limit = a run needs a limit: --time-limit or --iterations
bench-no-best-known = { $file }: there is no such file; --update-best makes one
bench-same-instance = { $one } and { $other } are the same instance; give it once
bench-given-twice = { $name } is given twice
bench-name-taken = { $name } is the name of something else already; give another
bench-no-such-instance = { $instance } is none of the instances: { $names }
bench-whose = say which instance { $name } belongs to: INSTANCE:{ $name }=…, with one of { $names }
bench-broken-plan = { $path } is no plan of this instance: it breaks rules { $count } times, first { $rule }: { $what }
bench-log-without-plan = the log of { $name } tells of no plan
bench-no-program = cannot find this program's own file
bench-no-process = cannot run { $program }
bench-no-wait = cannot wait for a run to end
bench-lost = a run was lost
# Tables
bench-title-runs = Runs
bench-about-runs = Gaps are told against the best known plan: min / median / max over the seeds. Times are medians in seconds. Costs are in points.
bench-title-times = Time to a gap
bench-about-times = Seconds until the median over the seeds is that close to the best known plan: read off the curves (the earliest of all limits); in brackets the smallest limit whose runs end that close.
bench-title-growth = Growth
bench-about-growth = Exponent of the time to a gap in the number of households: least squares through the logarithms, over the instances that get there.
bench-title-threads = Threads
bench-about-threads = Seconds in which the median of more threads (the earliest of all their limits) reaches what the fewest threads reach at a limit.
bench-instance = instance
bench-method = method
bench-column-threads = threads
bench-limit = limit
bench-plans = plans
bench-proven = proven
bench-best-objective = best objective
bench-median-objective = median objective
bench-gap-to-best = gap to best known
bench-best-bound = best bound
bench-first-plan = first plan
bench-best-plan = best plan
bench-in-all = in all
bench-peak-memory = peak memory
bench-households = households
bench-gap = gap
bench-exponent-curves = exponent, from curves
bench-exponent-limits = exponent, from limits
bench-exponent = { $exponent } ({ $count } instances)
bench-reached-after = reached after
bench-more-threads = more threads
# Picture
bench-picture = Gap to the best known plan against time
bench-panel = { $instance } · { $households } households
bench-panel-best = { $instance } · { $households } households · best { $cost }
bench-series = { $method }, { $threads }
bench-picture-note = line: median of the seeds · band: least to largest · dots: ends of limits
bench-picture-seconds = seconds
bench-picture-no-plan = no plan
