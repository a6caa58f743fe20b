# What became of HiGHS.
highs-died-signal = HiGHS was ended by signal { $signal }, as happens where memory runs out; what it had found by then, and all else that is known, counts
highs-died = HiGHS ended unexpectedly; what it had found by then, and all else that is known, counts
highs-stalled = HiGHS did not stop when it was told to, and was ended; what it had found by then, and all else that is known, counts
highs-garbled = what HiGHS said could not be understood; what is known without it counts
highs-refused = HiGHS gave up with an error of its own; what is known without it counts
