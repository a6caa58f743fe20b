# What is no fault, and told once.
note-encoding = { $file }: is not UTF-8 and was read as { $encoding }
note-defaults = { $file }: is not there; all settings have their defaults
note-columns = { $file }: columns that are not known were not read: { $columns }
note-column = column { $number } (no header)
note-outside = { $file }: { $count } cells outside the columns were not read
note-files = files that are none of an instance's were not read: { $files }
note-sheets = { $file }: sheets that are none of an instance's were not read: { $sheets }
note-example = the example rows of the template are still there; delete the rows whose ids begin with { $zh } or { $en }
note-vanished-previous = last year's plan names what is no longer in the tables; { $gone }
note-vanished-start = the plan to start from names what is no longer in the tables; { $gone }
note-gone-agencies = agencies: { $count } ({ $ids })
note-gone-villages = villages: { $count } ({ $ids })
note-gone-cadres = cadres: { $count } ({ $ids })
note-gone-households = households: { $count } ({ $ids })
