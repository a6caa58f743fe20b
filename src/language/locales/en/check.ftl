# What `check` says beside the figures and costs of plan.ftl.
check-label-rules = Rules
check-rules-hold = every rule holds
check-rules-broken-once = broken once
check-rules-broken = broken { $times } times
check-broken-costs = (costs of a broken plan are counted as far as it goes)
check-note = Note: { $note }
check-unreadable = { $file } cannot be read: { $error }
check-other-instance = { $file } was written for another instance, or for this one before it was changed
check-other-cost = { $file } claims an objective of { $claimed }, but the plan costs { $found }
