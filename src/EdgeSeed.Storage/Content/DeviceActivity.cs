namespace EdgeSeed.Storage.Content;

/// <summary>What the kernel has counted of a block device since it is there (<c>/sys/dev/block/*/stat</c>).</summary>
/// <param name="Reads">Reads that were finished.</param>
/// <param name="SectorsWritten">Sectors of 512 bytes that were written.</param>
public readonly record struct DeviceActivity(long Reads, long SectorsWritten);
