# Contact cards and the public list of first secretaries
cards-title = Contact card
cards-how = Print on A4 at actual size (100 %, no scaling) and cut along the marks at the edges; 8 cards a sheet.
cards-helper = Your helper
cards-agency = Agency
cards-post = Post
cards-phone = Phone
cards-no-phone = ____________________
cards-household = Household { $id }
cards-secretary = First secretary: { $name }
cards-sheet = { $village } · { $year } · sheet { $number } of { $of }
cards-role-head = head
cards-role-deputy = deputy head
cards-role-member = staff member
cards-team-leader = leader of the work team
cards-team-secretary = first secretary
cards-team-member = member of the work team
cards-post-both = { $role }, { $team }
cards-list-title = First secretaries in villages, { $year }
cards-list-count = { $count } in all
cards-list-number = No.
cards-list-township = Township
cards-list-village = Village
cards-list-name = Name
cards-broken = the plan breaks rules: no contact cards and no public list
cards-no-font = no PDF: no font of the system has Chinese characters. Install one, on Debian and Ubuntu with: sudo apt-get install fonts-noto-cjk; or name a font file with --font. The page of cards can be printed by any browser
cards-bad-font = --font { $file }: no font file with Chinese characters
cards-missing = { $count ->
        [one] { $count } character is in no font and shown as 〓 in the PDF
       *[other] { $count } characters are in no font and shown as 〓 in the PDF
    }; name a fuller font with --font
