# Faults of the input: what is wrong.
fault-told = { $place }: { $cause }; { $action }
fault-told-value = { $place }: { $value }: { $cause }; { $action }
fault-more = … and { $count } more
fault-count = { $count ->
    [1] 1 fault in the input
   *[other] { $count } faults in the input
}
fault-unusable = { $path } cannot be used as it is
fault-same-name = { $path }: another scenario is named { $name }
fault-in-cell = cell { $cell }: { $cause }
fault-with-edits = with all edits made, { $cause }

# Files and sheets
fault-no-source = there is no such folder or file
fault-no-folder = there is no such folder
fault-no-file = there is no such file
fault-not-folder = this is no folder
fault-not-plain = this is no plain file, but a pipe, a device or the like
fault-no-text = this is no text, or text in an encoding that is not known
fault-not-instance = this is neither a folder nor an .xlsx workbook
fault-none-of = there is none of { $files } in it
fault-table-missing = this table is missing
fault-unreadable = cannot be read: { $error }
fault-large-file = is larger than { $size } MiB
fault-large-sheet = has more than { $rows } rows or { $columns } columns
fault-large-text = holds more than { $size } MiB
fault-too-many-rows = has more than { $most } rows
fault-too-many-columns = has more than { $most } columns
fault-too-many-cells = has more than { $most } cells, empty ones counted
fault-too-many-faults = has more than { $most } faults; the others are not told
fault-long-header = a header is longer than { $most } bytes
fault-book-unpacked = unpacks to more than { $size } MiB
fault-book-parts = holds more than { $most } parts
fault-book-strings = announces more texts than it holds
fault-book-other = this is a workbook with a password, or of an older kind such as .xls
fault-book-open-document = this is an OpenDocument (.ods)
fault-too-many-ways = there are more than { $most } pairs of an origin and a village
fault-sheet-twice = the sheet { $sheet } holds the same table
fault-no-header = holds no header and no rows
fault-no-known-header = the first row names none of the columns
fault-header-bytes = the header holds bytes that are no text
fault-semicolons = the columns are separated by semicolons
fault-tabs = the columns are separated by tabs
fault-wide-commas = the columns are separated by full-width commas
fault-bars = the columns are separated by bars
fault-column-missing = this column is missing
fault-column-twice = this column ({ $column }) stands in the header more than once

# Rows and cells
fault-ragged = { $found ->
    [1] this row has 1 cell and the header { $wanted }
   *[other] this row has { $found } cells and the header { $wanted }
}
fault-open-quote = a quotation mark is opened in this row and never closed
fault-large-cell = this cell is larger than { $size } MiB
fault-cell-bytes = this cell holds bytes that are no text
fault-formula = a formula fails here
fault-empty-cell = this cell is empty
fault-not-choice = this is none of the { $what }
fault-not-yes-no = this is neither yes nor no
fault-not-digest = this is no digest of { $digits } hexadecimal digits
fault-number-range = this number is out of range
fault-not-number = this is no plain number
fault-not-whole = this is no whole number
fault-not-finite = this is no finite number
fault-swapped-row = longitude and latitude look swapped: these lie in China only if exchanged
fault-swapped-table = longitude and latitude look swapped: all coordinates of this table lie in China only if exchanged
fault-swapped-latitude = longitude and latitude look swapped: latitudes end at 90 degrees
fault-not-coordinate = this is no coordinate

# Records
fault-empty-table = this table has no rows
fault-no-id = this row has no id
fault-bad-id = an id may not hold commas, line breaks or outer spaces
fault-id-twice = this id stands in more than one row
fault-pair-twice = this pair stands in more than one row
fault-instance-twice = this instance stands in another row already
fault-no-such = there is no such { $what }
fault-length = this length (in metres) cannot be
fault-charge = this charge cannot be
fault-empty-village = this village has no households
fault-idle-agency = this agency has no available cadre
fault-no-way = without coordinates the way from { $origin } to { $village } is not known

# Settings
fault-no-setting = there is no such setting
fault-setting-twice = this setting is given more than once
fault-setting-type = this setting has a value of the wrong type
fault-setting-range = this setting is out of range
fault-section = this is a section, not a setting
fault-settings = the settings cannot be read: { $error }
fault-line-bytes = this line holds bytes that are no text
fault-full-width = this line holds the full-width character { $character }
fault-not-toml = this line is not valid TOML: { $error }

# Scenarios
fault-not-text = this is no text
fault-section-not-key = this is a section, not a key
fault-no-key = there is no such key
fault-not-id = this is no id
fault-not-entry = this is no entry
fault-value-type = this value is of the wrong type
fault-empty-list = this list is empty
fault-empty-entry = this entry is empty
fault-no-new-id = the new record has no id
fault-no-change = this entry changes nothing
fault-scenario-name = this name cannot be that of the scenario's folder
fault-id-taken = { $what ->
    [agency] there is already an agency of this id
   *[other] there is already a { $what } of this id
}
fault-taken-away = another edit takes this { $what } away
fault-no-pin = there is no such pin
fault-not-of = this cadre is not of { $agency }
fault-setting-edits = another edit gives this setting, too
fault-pin-edits = another edit is about this pin, too
fault-new-edits = another edit is about this new { $what }, too
fault-edits = another edit decides about this { $what }, too

# Logs of other solvers
fault-no-log = this is no log of HiGHS, SCIP or CP-SAT: no line of it says who wrote it
fault-log-number = { $text } is no number
fault-log-clock = { $text } is no time
fault-log-columns = this line of progress has not the columns of HiGHS's table
fault-log-time = this line of progress has no time
fault-log-cost = this line of progress has no best cost
fault-log-range = this line of progress has no range to try next
