# What the system says of files, and what the program says of itself
system-write = cannot write { $path }: { $why }
system-read = cannot read { $path }: { $why }
system-stdout = cannot write to standard output
system-not-found = there is no such file or folder
system-denied = permission denied
system-exists = it is there already
system-is-folder = it is a folder
system-no-folder = it is no folder
system-folder-not-empty = the folder is not empty
system-read-only = the disk can only be read
system-full = the disk is full
system-too-large = the file is too large
system-busy = another process is using it
system-no-text = it is no text in UTF-8
system-no-name = this is no name of a file
system-picture = the picture cannot be made a PNG: { $why }
system-pdf = the cards cannot be made a PDF: { $why }
system-workbook = the workbook cannot be made: { $why }
# A solver contradicts the judge
mistake-broken = the plan found breaks rules { $count } times, first { $rule }: { $what }
mistake-cost = the solver says the plan costs { $told }, but it costs { $found }
mistake-bound = the solver says no plan costs less than { $told }, but this costs { $found }
mistake-report =
    internal error: { $mistake }
    nothing was written; please report this with the version ({ $version }), the command line and the instance (digest { $digest }); another --seed or --method than { $method } may help meanwhile
