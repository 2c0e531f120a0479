using System.Reflection;
using PluginHost.Dsp.Filters;
using PluginHost.Testing;
using Xunit;

namespace PluginHost.Dsp.Tests;

public class ContractTests
{
    private static readonly Assembly Dsp = typeof(Biquad).Assembly;

    [Fact]
    public void It_references_nothing_but_the_framework() => Assert.Empty(PublicApi.ReferencesBesideTheFramework(Dsp));

    [Fact]
    public void Every_type_is_documented() => Assert.Empty(ApiDocs.TypesWithoutSummary(Dsp));

    [Fact]
    public void Every_member_says_on_which_thread_it_may_be_called() =>
        Assert.Empty(ApiDocs.MembersWithoutThreadTag(Dsp));
}
