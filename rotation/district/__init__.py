"""Who and where: districts, zones, villages, offices, members, their leave, training and limits, and the weeks."""
