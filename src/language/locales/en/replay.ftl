# What `plan --replay` says.
replay-beginning = making the plan again; Ctrl-C leaves
replay-same = the plan is the same, byte by byte: wrote { $folder }
replay-interrupted = interrupted; nothing was written
replay-differs = { $count ->
    [1] one difference; nothing was written
   *[other] { $count } differences; nothing was written
}
replay-version = the plan was made by version { $version }, this is version { $own }
replay-format = how the run went is told in format { $format }, this version has format { $own }
replay-changed = { $file } has changed since
replay-missing = { $file } is missing
replay-new = { $file } was not there then
replay-instance = the instance is not the one that was planned
replay-no-plan = no plan was found
replay-other-file = { $file } comes out otherwise
replay-figure = { $key } was { $then }, and is { $now }
replay-strayed = the run took another course than is told
replay-no-summary = { $path }: row { $row }, column { $column }: this is no summary of a plan
replay-no-run = { $path } does not say how its plan was made (run)
replay-no-order = { $path } asks for what cannot be done: see run.asked and time_limit
