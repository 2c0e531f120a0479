using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using PluginHost.Patterns.Music;

namespace PluginHost.Patterns.Corpus;

/// <summary>Reads the first voice of the first part of a MusicXML score, and its chord symbols, in the order they are written.</summary>
internal sealed class LeadSheetReader(string name)
{
    private const int StepsPerQuarter = BarGrid.StepsPerQuarter;
    private const int LeastBars = 4;

    private readonly List<Piece> _pieces = [];
    private readonly List<(double At, PieceNote Note)> _notes = [];
    private readonly List<(double At, Chord Chord)> _chords = [];
    private double _divisions = 1;
    private double _start;
    private double _barStart;
    private double _now;
    private int _stepsPerBar = 16;
    private int _firstPosition;
    private bool _isFirstBar = true;
    private Key _key;

    public IReadOnlyList<Piece> Read(XmlReader reader)
    {
        if (!reader.ReadToFollowing("part"))
            throw new InvalidDataException("no part in the score");
        using XmlReader part = reader.ReadSubtree();
        part.Read();
        part.Read();
        while (!part.EOF)
        {
            if (part.NodeType == XmlNodeType.Element && part.Name == "measure")
                ReadMeasure((XElement)XNode.ReadFrom(part));
            else
                part.Read();
        }
        Finish();
        return _pieces;
    }

    private void ReadMeasure(XElement measure)
    {
        _now = _barStart;
        double furthest = _barStart;
        foreach (XElement element in measure.Elements())
        {
            switch (element.Name.LocalName)
            {
                case "attributes":
                    ReadAttributes(element);
                    furthest = Math.Max(furthest, _barStart);
                    break;
                case "harmony":
                    ReadHarmony(element);
                    break;
                case "note":
                    ReadNote(element);
                    break;
                case "backup":
                    _now -= Steps(element);
                    break;
                case "forward":
                    _now += Steps(element);
                    break;
                default:
                    break;
            }
            furthest = Math.Max(furthest, _now);
        }
        // A bar that is not full is an upbeat when it is the first, and else played as long as it is written.
        double length = furthest - _barStart;
        if (_isFirstBar && length < _stepsPerBar - 0.5)
            _firstPosition = _stepsPerBar - (int)Math.Round(length);
        _isFirstBar = false;
        _barStart = furthest;
    }

    private void ReadAttributes(XElement attributes)
    {
        _divisions = Number(attributes, "divisions", _divisions);
        if (attributes.Element("key") is { } key)
        {
            int tonic = PitchClass.Wrap((int)Number(key, "fifths", 0) * 7);
            bool isMinor = (string?)key.Element("mode") == "minor";
            Key read = isMinor ? new Key(PitchClass.Wrap(tonic + 9), Scale.Minor) : new Key(tonic, Scale.Major);
            if (read != _key && !_isFirstBar)
                Finish();
            _key = read;
        }
        if (attributes.Element("time") is { } time)
        {
            string metre = $"{(string?)time.Element("beats")}/{(string?)time.Element("beat-type")}";
            int steps = metre switch { "4/4" or "2/2" => 16, "3/4" => 12, _ => 0 };
            if (steps != _stepsPerBar && !_isFirstBar)
                Finish();
            _stepsPerBar = steps;
        }
    }

    private void ReadHarmony(XElement harmony)
    {
        if (harmony.Element("root") is not { } root || harmony.Element("kind") is not { } kind)
            return;
        int at = PitchClass.Wrap(Pitch(root, "root-"));
        int bass = harmony.Element("bass") is { } low ? PitchClass.Wrap(Pitch(low, "bass-")) : at;
        ChordQuality quality = MusicXmlKinds.Quality(kind.Value.Trim());
        Chord chord = quality == ChordQuality.None ? default : new Chord(at, quality, bass);
        _chords.Add((_now + (Number(harmony, "offset", 0) / _divisions * StepsPerQuarter), chord));
    }

    private void ReadNote(XElement note)
    {
        if (note.Element("grace") is not null)
            return;
        double length = Steps(note);
        bool isSecond = note.Element("chord") is not null;
        bool isFirstVoice = (string?)note.Element("voice") is null or "1";
        double at = isSecond ? _now - length : _now;
        _now = isSecond ? _now : _now + length;
        if (isSecond || !isFirstVoice || note.Element("pitch") is not { } pitch)
            return;
        int key = Pitch(pitch) + (12 * ((int)Number(pitch, "octave", 4) + 1));
        if (key is < 0 or > 127)
            throw new InvalidDataException($"a note at {key}, but MIDI has 0 to 127");
        bool goesOn = note.Elements("tie").Any(tie => (string?)tie.Attribute("type") == "stop");
        if (goesOn && _notes.Count > 0 && _notes[^1].Note.Note == key)
            _notes[^1] = (_notes[^1].At, _notes[^1].Note with { LengthSteps = (float)(at + length - _notes[^1].At) });
        else
            _notes.Add((at, new PieceNote((byte)key, 0, 0, (float)length)));
    }

    /// <summary>Ends the piece: what follows is in another key or metre.</summary>
    private void Finish()
    {
        int count = (int)Math.Round(_barStart - _start);
        if (_stepsPerBar > 0 && _notes.Count > 0 && count is > 0 and <= StepGrid.MaxSteps && count >= LeastBars * _stepsPerBar)
        {
            PieceNote[][] steps = new PieceNote[count][];
            Array.Fill(steps, []);
            foreach ((double at, PieceNote note) in _notes)
                steps[Math.Clamp((int)Math.Round(at - _start), 0, count - 1)] = [note];
            Chord[] chords = new Chord[count];
            foreach ((double at, Chord chord) in _chords)
                chords.AsSpan(Math.Clamp((int)Math.Round(at - _start), 0, count - 1)).Fill(chord);
            _pieces.Add(new Piece
            {
                Name = name, Source = name, Steps = steps, Chords = chords, StepsPerBar = _stepsPerBar, FirstPosition = _firstPosition, Key = _key,
            });
        }
        _notes.Clear();
        _chords.Clear();
        _start = _barStart;
        _firstPosition = 0;
    }

    private double Steps(XElement element) => Number(element, "duration", 0) / _divisions * StepsPerQuarter;

    private static double Number(XElement parent, string child, double otherwise)
    {
        if (parent.Element(child) is not { } element)
            return otherwise;
        return double.TryParse(element.Value, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) < 1e6
            && (child != "divisions" || value > 0)
            ? value : throw new InvalidDataException($"{child} is \"{element.Value}\"");
    }

    /// <summary>Semitones above C; not reduced to an octave, so that a flat C stays below its octave's C.</summary>
    private static int Pitch(XElement parent, string prefix = "")
    {
        string step = (string?)parent.Element(prefix + "step") ?? "";
        return PitchClass.Read(step, out int pitch) == 1
            ? pitch + (int)Number(parent, prefix + "alter", 0) : throw new InvalidDataException($"{prefix}step is \"{step}\"");
    }
}
