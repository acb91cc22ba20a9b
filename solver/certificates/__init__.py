"""What makes a bound certain without trusting who found it: read and checked in whole numbers."""
