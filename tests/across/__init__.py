"""Rules across claims on files of many claims and few patients, held to a plain reference."""
