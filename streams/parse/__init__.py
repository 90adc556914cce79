"""Parse a scraped page into its articles: repair, read HTML, name every line, cut, date."""
