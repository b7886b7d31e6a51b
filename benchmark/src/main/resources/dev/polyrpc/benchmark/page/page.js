// Draws the page's charts in the colours of the reader's scheme, and anew when that changes.
const charts = JSON.parse(document.getElementById('charts').textContent);
const drawn = [];
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 2]];
const POINTS = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot'];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

// From the least to the most of the rounds, as a thin line over each bar.
const rounds = {
  id: 'rounds',
  afterDatasetsDraw(chart) {
    const lying = chart.options.indexAxis === 'y';
    const axis = chart.scales[lying ? 'x' : 'y'];
    const pen = chart.ctx;
    pen.save();
    pen.strokeStyle = colour('ink');
    pen.lineWidth = 1;
    chart.data.datasets.forEach((set, index) => {
      if (set.type === 'line' || !chart.isDatasetVisible(index)) return;
      chart.getDatasetMeta(index).data.forEach((bar, n) => {
        const value = set.rounds[n];
        if (!value || value.least === value.most) return;
        const from = axis.getPixelForValue(value.least);
        const to = axis.getPixelForValue(value.most);
        pen.beginPath();
        if (lying) { pen.moveTo(from, bar.y); pen.lineTo(to, bar.y); } else { pen.moveTo(bar.x, from); pen.lineTo(bar.x, to); }
        pen.stroke();
      });
    });
    pen.restore();
  },
};

// The median behind each lying bar: what is small beside the longest can be read too.
const medians = {
  id: 'medians',
  afterDatasetsDraw(chart) {
    if (chart.options.indexAxis !== 'y') return;
    const pen = chart.ctx;
    pen.save();
    pen.fillStyle = colour('ink');
    pen.font = '12px system-ui, sans-serif';
    pen.textBaseline = 'middle';
    chart.data.datasets.forEach((set, index) => {
      chart.getDatasetMeta(index).data.forEach((bar, n) => {
        const value = set.rounds[n];
        if (!value) return;
        pen.fillText(number(value.median), Math.max(bar.x, chart.scales.x.getPixelForValue(value.most)) + 6, bar.y);
      });
    });
    pen.restore();
  },
};

function number(value) {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

// Lines of one colour differ in their dashes and points.
function dataset(chart, plot, index) {
  const same = chart.plots.slice(0, index).filter((other) => other.tones[0] === plot.tones[0]).length;
  const tones = plot.tones.map(colour);
  const line = chart.kind === 'lines';
  return {
    type: line ? 'line' : 'bar',
    label: plot.name,
    data: plot.values.map((value) => (value ? value.median : null)),
    rounds: plot.values,
    backgroundColor: tones.length === 1 ? tones[0] : tones,
    borderColor: tones.length === 1 ? tones[0] : tones,
    borderWidth: line ? 2 : 0,
    borderDash: line ? DASHES[same % DASHES.length] : [],
    pointStyle: POINTS[same % POINTS.length],
    pointRadius: line ? 4 : 0,
    maxBarThickness: 26,
  };
}

function least(chart) {
  return Math.min(...chart.plots.flatMap((plot) => plot.values).filter(Boolean).map((value) => value.least || value.median));
}

function most(chart) {
  return Math.max(...chart.plots.flatMap((plot) => plot.values).filter(Boolean).map((value) => value.most || value.median));
}

// In two lines where there is little room.
function names(chart) {
  return chart.kind === 'bars' && innerWidth < 600 ? chart.labels.map((label) => label.split(/(?<=,) /)) : chart.labels;
}

function options(chart) {
  const lying = chart.kind === 'bars';
  const ticks = { color: colour('quiet') };
  const span = most(chart) / least(chart);
  const round = span < 20 ? /^[1-9]0*$|^0\.0*[1-9]$/ : span < 2000 ? /^[125]0*$|^0\.0*[125]$/ : /^10*$|^0\.0*1$/;
  const values = {
    type: chart.log ? 'logarithmic' : 'linear',
    beginAtZero: !chart.log,
    min: chart.log ? least(chart) / 2 : 0,
    suggestedMax: most(chart), // no round ends outside
    title: { display: true, text: chart.unit + (chart.log ? ', logarithmic' : ''), color: colour('quiet') },
    grid: { color: (line) => (line.tick && line.tick.label === '' ? 'transparent' : colour('line')) },
    ticks: { ...ticks, autoSkip: !chart.log, callback: (value) => (chart.log && !round.test(String(value)) ? '' : number(value)) },
  };
  const others = { grid: { display: false }, ticks: { ...ticks, autoSkip: false } };
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: lying ? 'y' : 'x',
    layout: { padding: { right: lying ? 56 : 8 } },
    scales: lying ? { x: values, y: others } : { x: others, y: values },
    plugins: {
      legend: { display: !lying, labels: { color: colour('ink'), usePointStyle: chart.kind === 'lines' } },
      tooltip: {
        callbacks: {
          label(item) {
            const value = item.dataset.rounds[item.dataIndex];
            const name = lying ? '' : item.dataset.label + ': ';
            return name + number(value.median) + ' ' + chart.unit + ' (' + number(value.least) + ' to ' + number(value.most) + ')';
          },
        },
      },
    },
  };
}

function draw() {
  drawn.splice(0).forEach((chart) => chart.destroy());
  charts.forEach((chart, n) => {
    drawn.push(new Chart(document.getElementById('chart-' + n), {
      data: { labels: names(chart), datasets: chart.plots.map((plot, index) => dataset(chart, plot, index)) },
      options: options(chart),
      plugins: [rounds, medians],
    }));
  });
}

Chart.defaults.font.family = 'system-ui, sans-serif';
draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
