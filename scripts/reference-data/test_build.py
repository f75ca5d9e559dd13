"""python3 -m unittest discover -s scripts/reference-data"""

import unittest

import build


class DifferenceTest(unittest.TestCase):
    BEFORE = (
        "OLDX\tOLDX\tDE\tRMKT\tEurope/Berlin\t2020-01-01\t\tOLD EXCHANGE\n"
        "GONE\tGONE\tDE\tRMKT\tEurope/Berlin\t\t\tGONE EXCHANGE\n"
        "NAME\tNAME\tDE\tRMKT\tEurope/Berlin\t\t\tFORMER NAME\n"
        "KIND\tKIND\tDE\tRMKT\tEurope/Berlin\t\t\tKIND EXCHANGE\n"
        "SAME\tSAME\tDE\tRMKT\tEurope/Berlin\t\t\tSAME EXCHANGE\n"
    )
    AFTER = (
        "OLDX\tOLDX\tDE\tRMKT\tEurope/Berlin\t2020-01-01\t2026-06-30\tOLD EXCHANGE\n"
        "NEWX\tNEWX\tDE\tRMKT\tEurope/Berlin\t2026-07-01\t\tNEW EXCHANGE\n"
        "NAME\tNAME\tDE\tRMKT\tEurope/Berlin\t\t\tLATER NAME\n"
        "KIND\tKIND\tDE\tMLTF\tEurope/Berlin\t\t\tKIND EXCHANGE\n"
        "SAME\tSAME\tDE\tRMKT\tEurope/Berlin\t\t\tSAME EXCHANGE\n"
    )

    def test_says_what_was_added_ended_renamed_changed_and_removed(self):
        report = build.difference("venues.tsv", self.BEFORE, self.AFTER)

        self.assertIn("1 added:\n\n- NEWX NEW EXCHANGE\n", report)
        self.assertIn("1 ended:\n\n- OLDX on 2026-06-30, OLD EXCHANGE\n", report)
        self.assertIn("1 renamed:\n\n- NAME from FORMER NAME to LATER NAME\n", report)
        self.assertIn("1 changed:\n\n- KIND from KIND DE RMKT", report)
        self.assertIn("1 removed:\n\n- GONE\n", report)
        self.assertNotIn("SAME", report)

    def test_a_table_without_names_shows_its_cells(self):
        report = build.difference("minor-unit-codes.tsv", "", "GBX\tGBP\t100\n")

        self.assertEqual("## minor-unit-codes.tsv\n\n1 added:\n\n- GBX GBP 100\n", report)


if __name__ == "__main__":
    unittest.main()
