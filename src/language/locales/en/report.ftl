# Messages of the report command; those of its web page are in page.ftl
report-written = wrote { $folder }, readable by you alone; open { $page } in a browser
report-file-page = the web page with map and tables
report-file-workbook = the workbook
report-file-cards = contact cards to print from a browser
report-file-cards-pdf = contact cards to print
report-file-list = the public list of first secretaries
report-file-villages = contact cards village by village, { $count } files
report-broken = the plan breaks rules ({ $count } times); the report says so at its top
