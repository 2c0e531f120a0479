using Xunit;

// Collections, allocations and time are counted per process or thread: tests beside each other would count each other's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
