# Messages of the report command; those of its web page are in page.ftl
report-written = written to { $folder }, readable by you alone
report-broken = the plan breaks rules ({ $count } times); the report says so at its top
